import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../www/dist", import.meta.url));
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves the static page from a sub-path, as a static host does. `close` also closes open connections. */
export async function serveSite() {
  const prefix = "/some/sub-path/";
  const server = createServer(({ url }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const path = pathname.startsWith(prefix) ? pathname.slice(prefix.length) || "index.html" : "none";
    const file = join(folder, path);
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile();
    response.writeHead(isFile ? 200 : 404, { "content-type": types[extname(file)] ?? "text/plain" });
    if (isFile) createReadStream(file).pipe(response);
    else response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  function close() {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  }

  return { url: `http://127.0.0.1:${server.address().port}${prefix}`, close };
}
