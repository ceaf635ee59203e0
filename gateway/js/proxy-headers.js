/** The address of the caller and the URL that the page knows, which proxies tell by headers. */

/** The URL as the page knows it. Express and Connect remove the path that a handler is mounted at from `url`, but not from `originalUrl`. */
export function urlOf(incoming, trustedProxies) {
  const { headers, socket } = incoming;
  const path = incoming.originalUrl ?? incoming.url;
  const scheme = forwarded(headers, "proto", trustedProxies) ?? (socket.encrypted ? "https" : "http");
  const host = forwarded(headers, "host", trustedProxies) ?? headers.host ?? headers[":authority"] ?? "localhost";
  const origin = `${scheme.toLowerCase()}://${host}`;
  if (!path.startsWith("/") || !/^https?:\/\/[^/?#@\\\s]+$/.test(origin) || !URL.canParse(origin)) return undefined;
  const url = new URL(origin).origin + path;
  // The server and its middleware have matched the path as it was sent, so `/x/../2fa` must not become `/2fa` behind them.
  return new URL(url).pathname === path.split(/[?#]/, 1)[0] ? url : undefined;
}

/**
 * The client's address as the outermost trusted proxy has seen it, or that of the connection if there is no such proxy. A connection that is
 * closed has none any more; all of those share one address, so that nobody escapes the limit by hanging up.
 */
export function addressOf({ headers, socket }, trustedProxies) {
  return (
    forwarded(headers, "for", trustedProxies) ?? socket.remoteAddress ?? (socket.destroyed ? "0.0.0.0" : undefined)
  );
}

/** The entry of the outermost trusted proxy. Each proxy appends one on the right, so anybody may have sent the entries on the left of it. */
function forwarded(headers, name, trustedProxies) {
  if (trustedProxies === 0) return undefined;
  const entries = [headers[`x-forwarded-${name}`] ?? []].flat().join(",").split(",");
  return entries.slice(-trustedProxies)[0].trim() || undefined;
}
