import { refusingUrl, startFaultServer } from "./server.mjs";

/** Starts the servers that the cases use. `urls` can be passed to another process. */
export async function startServers() {
  const [server, second, refusing] = await Promise.all([startFaultServer(), startFaultServer(), refusingUrl()]);
  return {
    urls: { server: server.url, second: second.url, refusing },
    close: () => Promise.all([server.close(), second.close()]),
  };
}
