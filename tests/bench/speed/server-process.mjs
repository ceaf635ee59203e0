/**
 * Responds to every POST with a started authentication and to every PUT with a verified PIN, as fast as Node can, and to `/verify/pin` as the Number
 * Verification API. Serves the files of the folder
 * in the first argument, if it is given. Sends its port to the parent process.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const folder = process.argv[2];
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const responses = {
  POST: { status: 201, type: "application/json", body: '{"method":"sms"}' },
  PUT: { status: 200, type: "application/json", body: '{"method":"sms","verified":true}' },
};
const verified = { status: 200, type: "text/plain", body: "VERIFIED" };

const server = createServer((request, response) => {
  if (request.method === "GET") return sendFile(request.url, response);
  request.resume();
  const isText = request.url.startsWith("/verify/pin?");
  request.on("end", () => send(isText ? verified : responses[request.method], response));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.once("disconnect", () => process.exit());

function send({ status, type, body }, response) {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
}

async function sendFile(url, response) {
  const path = normalize(new URL(url, "http://localhost").pathname);
  const content = folder && (await readFile(join(folder, path)).catch(() => undefined));
  response.writeHead(content ? 200 : 404, { "content-type": types[extname(path)] ?? "text/plain" }).end(content);
}
