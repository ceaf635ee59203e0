/**
 * Answers every POST as Verigator answers a started authentication, as fast as Node can, and serves the files of the folder that is its
 * argument, if there is one. Tells its parent the port.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const folder = process.argv[2];
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const answer = JSON.stringify({ method: "sms" });
const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(answer) };

const server = createServer((request, response) => {
  if (request.method === "GET") return sendFile(request.url, response);
  request.resume();
  request.on("end", () => response.writeHead(201, headers).end(answer));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.once("disconnect", () => process.exit());

async function sendFile(url, response) {
  const path = normalize(new URL(url, "http://localhost").pathname);
  const content = folder && (await readFile(join(folder, path)).catch(() => undefined));
  response.writeHead(content ? 200 : 404, { "content-type": types[extname(path)] ?? "text/plain" }).end(content);
}
