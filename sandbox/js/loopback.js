/** Whether a host is this machine, whatever DNS says. An IPv6 address may have brackets, as in a URL. */
export function isLoopback(host) {
  return host === "localhost" || /^(?:::1|\[::1\]|127(?:\.\d{1,3}){3})$/.test(host);
}
