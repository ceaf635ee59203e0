/** Requests and responses. */

const maxBodyBytes = 4096;

/** Reads a request's body. Returns the status of the refusal if it is too long or ends early. Never holds more than 4 KiB and one chunk. */
export async function readBody(request) {
  if (Number(request.headers.get("content-length")) > maxBodyBytes) return { status: 413 };
  const bytes = new Uint8Array(maxBodyBytes);
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      if (length + chunk.byteLength > maxBodyBytes) return { status: 413 };
      bytes.set(chunk, length);
      length += chunk.byteLength;
    }
  } catch {
    return { status: 400 };
  }
  return { body: bytes.subarray(0, length) };
}

/** Creates a response from the core's JSON. */
export function respond(json) {
  const { status, headers, body } = JSON.parse(json);
  return new Response(body, { status, headers });
}

export function withHeaders(response, headers) {
  for (const [name, value] of headers) response.headers.append(name, value);
  return response;
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
  return globalThis.navigator?.userAgent === "Cloudflare-Workers" || "EdgeRuntime" in globalThis;
}
