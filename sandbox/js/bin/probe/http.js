const maxBodyBytes = 1024 * 1024;

/**
 * Sends a request and resolves to what came back: a status with headers and text, or the reason of a failure.
 *
 * It follows no redirect, and the time limit includes the body. The body is a stream, since Node would send any other once more after a 421.
 */
export async function sendRequest(url, { method, headers, body }, timeoutMs) {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { method, signal, redirect: "manual", ...createBody(headers, body) });
    const text = await readText(response);
    return { status: response.status, headers: response.headers, text, durationMs: elapsed(startedAt) };
  } catch (error) {
    return { failure: describeFailure(error, timeoutMs), durationMs: elapsed(startedAt) };
  }
}

function createBody(headers, body) {
  if (body === undefined) return { headers };
  const bytes = new TextEncoder().encode(body);
  const stream = new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
  return { headers: { ...headers, "content-length": String(bytes.length) }, body: stream, duplex: "half" };
}

async function readText(response) {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBodyBytes) throw new Error("the response is larger than 1 MiB");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function describeFailure(error, timeoutMs) {
  if (error.name === "TimeoutError") return `no complete response within ${timeoutMs} ms`;
  const cause = error.cause ?? error;
  return cause.code ? `${cause.code}: ${cause.message}` : cause.message;
}

function elapsed(startedAt) {
  return Math.round(performance.now() - startedAt);
}

/** Parses a text as JSON. Returns undefined if it is not JSON. */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
