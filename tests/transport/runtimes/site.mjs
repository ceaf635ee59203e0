import { once } from "node:events";
import { copyFile, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";

const types = { mjs: "text/javascript", wasm: "application/wasm" };

/** The suites that depend on the runtime, not only on its JavaScript engine: browser detection, signals, timers, events and redirects. */
export const runtimeSpecificSuites = [
  "requests",
  "credentials",
  "signals",
  "events",
  "redirects",
  "hostile fetch",
  "objects",
];

/** Serves the suites as a page until the test ends. Returns its URL. */
export async function servePage(context) {
  return serve(await bundlePage(context), context);
}

async function bundlePage(context) {
  const folder = await bundle(["page.mjs"], ["browser"], context);
  const wasm = createRequire(import.meta.url)
    .resolve("verigator/package.json")
    .replace("package.json", "verigator.wasm");
  await copyFile(wasm, join(folder, "verigator.wasm"));
  return folder;
}

/** Serves the page from its own origin, so that each request of the client is cross-origin. */
async function serve(folder, context) {
  const server = createServer(async (request, response) => {
    const [, name, extension] = /^\/(\w+\.(\w+))$/.exec(request.url) ?? [];
    if (request.url === "/")
      return response
        .setHeader("content-type", "text/html")
        .end('<!doctype html><script type="module" src="/page.mjs"></script>');
    if (!(extension in types)) return response.writeHead(404).end();
    return response.setHeader("content-type", types[extension]).end(await readFile(join(folder, name)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/`;
}
