import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { open } from "../browsers/browsers.mjs";
import { resultOf } from "../browsers/page.mjs";
import { expectedResult } from "./flow.mjs";

const types = { html: "text/html", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };

const files = {
  "/page.html": '<!doctype html><script type="module" src="page.js"></script>',
  "/page.js": `
    import { init } from "./verigator/browser.js";
    const outcomes = [];
    for (const _ of [1, 2]) outcomes.push(await init().then(() => "loaded", (error) => error.message));
    window.result = outcomes;`,
  "/inline.html": '<!doctype html><script type="module" src="inline.js"></script>',
  "/inline.js": `
    import { Verigator } from "./verigator/inline.js";
    const create = () => { try { return typeof Verigator.viaGateway("/2fa"); } catch (error) { return error.message; } };
    window.result = [create(), create()];`,
  "/import-map.html": `<!doctype html>
    <script type="importmap">
      { "imports": { "verigator": "/verigator/browser.js", "verigator/sandbox": "/verigator/sandbox/browser.js" } }
    </script>
    <script type="module" src="flow.js"></script>`,
  "/flow.js": `
    import * as verigator from "verigator";
    import * as sandbox from "verigator/sandbox";
    import { flow } from "./flow.mjs";
    await verigator.init();
    window.result = await flow(verigator, sandbox);`,
  "/flow.mjs": await readFile(new URL("./flow.mjs", import.meta.url)),
};

/** Serves the pages above under a CSP. By default they call `init` twice. `first`, if given, responds to the first request for the wasm. */
async function serve({ scripts = "'self' 'wasm-unsafe-eval'", connections = "'self'", first, page = "/page.html" }) {
  const policy = `default-src 'none'; script-src ${scripts}; connect-src ${connections}`;
  const server = createServer(async (request, response) => {
    const { url } = request;
    response.setHeader("content-security-policy", policy);
    const respond = url.endsWith(".wasm") ? first : undefined;
    if (respond) {
      first = undefined;
      return respond(response);
    }
    const content =
      files[url] ?? (await readFile(new URL(`node_modules${url}`, import.meta.url)).catch(() => undefined));
    response
      .writeHead(content ? 200 : 404, { "content-type": types[url.split(".").pop()] ?? "text/plain" })
      .end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}${page}`, close: () => server.close().closeAllConnections() };
}

for (const name of ["chromium", "firefox"])
  describe(name, () => {
    let browser;
    before(async () => (browser = await open(name)));
    after(() => browser?.close());

    /** Returns the page's result: by default "loaded" or the error message of each of the two calls. */
    async function load(conditions) {
      const server = await serve(conditions);
      try {
        return await resultOf(browser, server.url);
      } finally {
        server.close();
      }
    }

    test("CSP that forbids WebAssembly is reported with the directive to add", async () => {
      for (const message of await load({ scripts: "'self'" })) {
        assert.match(message, /Content-Security-Policy .*verigator\.wasm.*add 'wasm-unsafe-eval' to its script-src/s);
      }
    });

    test("CSP that forbids WebAssembly is reported by the inline entry too", async () => {
      for (const message of await load({ scripts: "'self'", page: "/inline.html" })) {
        assert.match(
          message,
          /Content-Security-Policy .*the wasm of verigator .*add 'wasm-unsafe-eval' to its script-src/s,
        );
      }
    });

    test("inline entry needs neither `init` nor a fetch", async () => {
      assert.deepEqual(await load({ connections: "'none'", page: "/inline.html" }), ["object", "object"]);
    });

    test("package works by an import map, and one `init` loads client and sandbox", async () => {
      assert.deepEqual(
        await load({ scripts: "'self' 'unsafe-inline' 'wasm-unsafe-eval'", page: "/import-map.html" }),
        expectedResult,
      );
    });

    test("CSP that forbids the fetch is reported", async () => {
      for (const message of await load({ connections: "'none'" })) {
        assert.match(message, /could not be fetched from .*verigator\.wasm.*connect-src.*verigator\/inline/s);
      }
    });

    test("missing file is reported, and a second call loads it", async () => {
      const [message, second] = await load({ first: (response) => response.writeHead(404).end() });
      assert.match(message, /status 404/);
      assert.equal(second, "loaded");
    });

    test("HTML instead of the file is reported, and a second call loads it", async () => {
      const [message, second] = await load({
        first: (response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>"),
      });
      assert.match(message, /expected wasm, got text\/html/);
      assert.equal(second, "loaded");
    });

    test("damaged file is reported as such, and a second call loads it", async () => {
      const [message, second] = await load({
        first: (response) => response.writeHead(200).end(Buffer.from([0, 97, 115, 109, 1, 2, 3])),
      });
      assert.match(message, /verigator\.wasm is damaged/);
      assert.equal(second, "loaded");
    });
  });
