import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { open } from "../browsers/browsers.mjs";
import { sightsOf } from "../browsers/page.mjs";

const types = { html: "text/html", js: "text/javascript", wasm: "application/wasm" };

const files = {
  "/page.html": '<!doctype html><script type="module" src="page.js"></script>',
  "/page.js": `
    import { init } from "./verigator/browser.js";
    const attempts = [];
    for (const _ of [1, 2]) attempts.push(await init().then(() => "loaded", (error) => error.message));
    window.sights = attempts;`,
};

/** Serves a page that loads the package twice, under a policy. The first time that the wasm is asked for, `first` may answer. */
async function serve({ scripts = "'self' 'wasm-unsafe-eval'", connections = "'self'", first }) {
  const policy = `default-src 'none'; script-src ${scripts}; connect-src ${connections}`;
  const server = createServer(async (request, response) => {
    const { url } = request;
    response.setHeader("content-security-policy", policy);
    const answer = url.endsWith(".wasm") ? first : undefined;
    if (answer) {
      first = undefined;
      return answer(response);
    }
    const content = files[url] ?? (await readFile(new URL(`node_modules${url}`, import.meta.url)).catch(() => undefined));
    response.writeHead(content ? 200 : 404, { "content-type": types[url.split(".").pop()] ?? "text/plain" }).end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/page.html`, close: () => server.close().closeAllConnections() };
}

for (const name of ["chromium", "firefox"]) describe(name, () => {
  let browser;
  before(async () => (browser = await open(name)));
  after(() => browser?.close());

  /** What the two attempts to load came to. */
  async function attemptsUnder(conditions) {
    const server = await serve(conditions);
    try {
      return await sightsOf(browser, server.url);
    } finally {
      server.close();
    }
  }

  test("policy that forbids WebAssembly is told, with what to add", async () => {
    for (const attempt of await attemptsUnder({ scripts: "'self'" })) {
      assert.match(attempt, /refused to compile .*verigator\.wasm.*add 'wasm-unsafe-eval' to its script-src/s);
    }
  });

  test("policy that forbids the fetch is told", async () => {
    for (const attempt of await attemptsUnder({ connections: "'none'" })) {
      assert.match(attempt, /could not be fetched from .*verigator\.wasm.*connect-src.*verigator\/inline/s);
    }
  });

  test("file that was missing is told, and found the second time", async () => {
    const [attempt, next] = await attemptsUnder({ first: (response) => response.writeHead(404).end() });
    assert.match(attempt, /status 404/);
    assert.equal(next, "loaded");
  });

  test("page in place of the file is told, and the second try works", async () => {
    const [attempt, next] = await attemptsUnder({ first: (response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>") });
    assert.match(attempt, /the answer is no wasm but has text\/html/);
    assert.equal(next, "loaded");
  });
});
