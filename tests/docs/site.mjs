import { createReadStream, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";

const folder = fileURLToPath(new URL("../../target/docs-test", import.meta.url));
export const base = "/some/sub-path/";
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".md": "text/plain",
  ".webp": "image/webp",
  ".wasm": "application/wasm",
};

/** The address at which an earlier version of the site had a guide. It leads to the new one. */
const redirect = "guides/leaving.html";

/** The pages of the site that were written for it, by path: all but the error page, the demo page and the redirect. */
export const pages = readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith(".html") && file !== "404.html" && file !== redirect && !file.startsWith("demo/"))
  .sort();

export const readPage = (file) => readFile(join(folder, file), "utf8");

/** Serves the site below a path and compressed, as a static host does. */
export async function serveSite() {
  const server = createServer(({ url }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const path = pathname.startsWith(base) ? pathname.slice(base.length) : "outside of the base";
    const file = join(folder, path === "" || path.endsWith("/") ? `${path}index.html` : path);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
    const headers = { "content-type": `${types[extname(file)] ?? "application/octet-stream"}; charset=utf-8` };
    if (extname(file) === ".webp") return createReadStream(file).pipe(response.writeHead(200, headers));
    createReadStream(file)
      .pipe(createGzip())
      .pipe(response.writeHead(200, { ...headers, "content-encoding": "gzip" }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  function close() {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  }

  return { url: `http://127.0.0.1:${server.address().port}${base}`, close };
}
