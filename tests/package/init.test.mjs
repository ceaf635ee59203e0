import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
let pages = 0;

/** Imports the registry of parts anew, as a page does. */
function openPage() {
  return import(`./node_modules/verigator/init.js?page=${pages++}`);
}

/** Returns a part of the package, with the modules that it was loaded from. */
function createPart() {
  const loaded = [];
  let source;
  return { loaded, provide: (next) => (source = next), load: () => loaded.push(source()), use: () => source() };
}

test("use before init says which init is missing", async () => {
  const { addPart } = await openPage();
  const part = createPart();
  addPart("verigator/sandbox", part, async () => "module");
  const message =
    'verigator/sandbox is not loaded yet: before its first use, `await init()` from "verigator/sandbox", or import "verigator/sandbox/inline", ' +
    "which needs no init";
  assert.throws(part.use, { message });
});

test("one init loads all parts that were imported", async () => {
  const { addPart, init } = await openPage();
  const parts = [createPart(), createPart()];
  for (const [index, part] of parts.entries()) addPart(`part ${index}`, part, async () => `module ${index}`);
  await init();
  assert.deepEqual(
    parts.map(({ loaded }) => loaded),
    [["module 0"], ["module 1"]],
  );
});

test("part that was imported after an init is loaded by the next one", async () => {
  const { addPart, init } = await openPage();
  await init();
  const late = createPart();
  addPart("late", late, async () => "module");
  assert.throws(late.use, /late is not loaded yet/);
  await init();
  assert.equal(late.use(), "module");
});

test("concurrent and later calls compile once", async () => {
  const { addPart, init } = await openPage();
  let compilations = 0;
  addPart("part", createPart(), async () => ++compilations);
  await Promise.all([init(), init()]);
  await init();
  assert.equal(compilations, 1);
});

test("call after a failure compiles again", async () => {
  const { addPart, init } = await openPage();
  const results = [Promise.reject(new Error("offline")), Promise.resolve("module")];
  const part = createPart();
  addPart("part", part, () => results.shift());
  await assert.rejects(init(), /offline/);
  await init();
  assert.equal(part.use(), "module");
});

for (const entry of ["browser", "development"]) {
  test(`in ${entry}.js, the init of the client also loads the sandbox`, async () => {
    const { stdout } = await run(process.execPath, [
      fileURLToPath(new URL("./page-entries.mjs", import.meta.url)),
      entry,
    ]);
    const [verigator, sandbox] = [/verigator is not loaded yet/, /verigator\/sandbox is not loaded yet/];
    const { before, after } = JSON.parse(stdout);
    assert.match(before[0], verigator);
    assert.match(before[1], sandbox);
    assert.deepEqual(after, ["created", "created"]);
  });
}
