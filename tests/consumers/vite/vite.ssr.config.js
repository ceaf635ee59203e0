// The server's bundle contains its packages, as for hosts without node_modules.
export default { ssr: { noExternal: true } };
