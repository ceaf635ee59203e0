const reconnectAfterMs = 2000;

/**
 * Follows the sandbox's server-sent events; `tell` gets the name and the data of each. Read by fetch and not by EventSource, since the
 * sandbox in the page has no address that EventSource could open. `connected` hears whether there is a stream.
 */
export async function follow({ fetch, baseUrl }, { tell, connected }) {
  for (;;) {
    try {
      const response = await fetch(`${baseUrl}/_sandbox/events`);
      connected(response.ok);
      if (response.ok) await readEvents(response.body, tell);
    } catch {
      // A server that went away may come back.
    }
    connected(false);
    await new Promise((resolve) => setTimeout(resolve, reconnectAfterMs));
  }
}

async function readEvents(stream, tell) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) tellBlock(block, tell);
  }
}

function tellBlock(block, tell) {
  const fields = Object.fromEntries(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  if (fields.event) tell(fields.event, JSON.parse(fields.data));
}
