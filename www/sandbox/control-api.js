const reconnectDelayMs = 2000;

/** Tells the server that no image or link of a page sent the request. Without it a GET by http may change nothing. */
const programHeader = { "x-verigator-sandbox": "1" };

/** A failed call of the control API. The message of a response is the sandbox's own. */
export class ControlError extends Error {}

/** Returns a function that calls the sandbox's control API and resolves to the decoded body. */
export function createControlClient({ fetch, baseUrl }) {
  return async (method, path, data) => {
    const type = data === undefined ? {} : { "content-type": "application/json" };
    const options = { method, headers: { ...programHeader, ...type }, body: JSON.stringify(data) };
    const { response, text } = await send(fetch, `${baseUrl}/_sandbox/${path}`, options);
    if (!response.ok) throw new ControlError(messageOf(text) ?? `the sandbox responded with status ${response.status}`);
    return response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text;
  };
}

async function send(fetch, url, options) {
  try {
    const response = await fetch(url, options);
    return { response, text: await response.text() };
  } catch (error) {
    throw new ControlError(`the sandbox is unreachable (${error.message})`, { cause: error });
  }
}

function messageOf(text) {
  try {
    return JSON.parse(text).message;
  } catch {
    return undefined;
  }
}

/**
 * Follows the sandbox's server-sent events and reconnects when the stream ends. Uses `fetch` instead of `EventSource`, because a sandbox in
 * the page has no URL that `EventSource` could open. Calls `onEvent` with the name and data of each event, and `onConnection` with whether
 * the stream is open.
 */
export async function followEvents({ fetch, baseUrl }, { onEvent, onConnection }) {
  for (;;) {
    try {
      const response = await fetch(`${baseUrl}/_sandbox/events`, { headers: programHeader });
      onConnection(response.ok);
      if (response.ok) await readEvents(response.body, onEvent);
    } catch {
      // The server may come back.
    }
    onConnection(false);
    await new Promise((resolve) => setTimeout(resolve, reconnectDelayMs));
  }
}

async function readEvents(stream, onEvent) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (buffer + value).split("\n\n");
    buffer = blocks.pop();
    for (const block of blocks) parseEvent(block, onEvent);
  }
}

function parseEvent(block, onEvent) {
  const fields = Object.fromEntries(
    block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  if (fields.event) onEvent(fields.event, JSON.parse(fields.data));
}
