/**
 * Answers every POST as Verigator answers a started authentication, and every PUT as it answers the right PIN, as fast as Node can, and serves the files of the folder that is its
 * argument, if there is one. Tells its parent the port.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const folder = process.argv[2];
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const answers = { POST: { status: 201, body: '{"method":"sms"}' }, PUT: { status: 200, body: '{"method":"sms","verified":true}' } };

const server = createServer((request, response) => {
  if (request.method === "GET") return sendFile(request.url, response);
  request.resume();
  request.on("end", () => answer(answers[request.method], response));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.once("disconnect", () => process.exit());

function answer({ status, body }, response) {
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
}

async function sendFile(url, response) {
  const path = normalize(new URL(url, "http://localhost").pathname);
  const content = folder && (await readFile(join(folder, path)).catch(() => undefined));
  response.writeHead(content ? 200 : 404, { "content-type": types[extname(path)] ?? "text/plain" }).end(content);
}
