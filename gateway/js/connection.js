/** The facts about a request that only the server knows: its IP address, the request of Node's http, and whether work may go on after the response. */

const connections = new WeakMap();

export function noteConnection(request, { address, nodeRequest }) {
  connections.set(request, { address, nodeRequest });
}

/** Lets a copy of a request have the same connection. */
export function copyConnection(request, copy) {
  noteConnection(copy, connectionOf(request));
  return copy;
}

function connectionOf(request) {
  return connections.get(request) ?? {};
}

/** The gateway's default for its option `address`. Only Cloudflare sets this header; elsewhere every caller can write it. */
export function knownAddress(request) {
  const { address } = connectionOf(request);
  return address ?? (isWorkerd() ? request.headers.get("cf-connecting-ip") : undefined);
}

/** The request of Node's http that `toNodeHandler` has made this one from. */
export function nodeRequest(request) {
  return connectionOf(request).nodeRequest;
}

/** Whether this is a Worker. Those with a compatibility date before 2022-03-21 have no navigator. */
export function isWorkerd() {
  return (
    globalThis.navigator?.userAgent === "Cloudflare-Workers" ||
    (globalThis.navigator === undefined && "WebSocketPair" in globalThis)
  );
}

/**
 * Lets tasks that the response does not need run on. Where a runtime stops a request's work with its response, they need `waitUntil`, or
 * else the response waits for them.
 */
export async function finishTasks(tasks, context) {
  if (tasks.length === 0) return;
  const all = Promise.allSettled(tasks);
  try {
    if (typeof context?.waitUntil === "function") {
      context.waitUntil(all);
      return;
    }
  } catch {
    // A context that can't wait any more is as good as none.
  }
  if (stopsWorkAfterResponse()) await all;
}

function stopsWorkAfterResponse() {
  return isWorkerd() || "EdgeRuntime" in globalThis;
}
