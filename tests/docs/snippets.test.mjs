import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { transform } from "esbuild";
import { createFolder, examples, pages, run, shownFiles } from "./examples.mjs";

/** The suites that run the examples, by folder. An example without a suite is an error. */
const suites = {
  authjs: "../auth-libraries/authjs.test.mjs",
  "better-auth": "../auth-libraries/better-auth-site.mjs",
  "edge-worker": "../gateway/edge-worker.test.mjs",
  errors: "errors.test.mjs",
  "express-session": "../auth-libraries/express-session.test.mjs",
  "from-java-and-python": "from-java-and-python.test.mjs",
  "gateway-express": "express.test.mjs",
  "gateway-fastify": "../gateway/recipes/recipes.mjs",
  "gateway-hono": "../gateway/recipes/recipes.mjs",
  "gateway-metrics": "../gateway/recipes.test.mjs",
  "gateway-next": "../gateway/recipes.test.mjs",
  "gateway-node": "../gateway/recipes/recipes.mjs",
  "gateway-page": "express.test.mjs",
  "gateway-proxies": "../gateway/reverse-proxies.test.mjs",
  "gateway-stores": "gateway-stores.test.mjs",
  "gateway-sveltekit": "../consumers/consumers.mjs",
  "getting-started": "getting-started.test.mjs",
  "log-in": "log-in.test.mjs",
  "login-me": "../login/examples.test.mjs",
  "login-page": "../login/examples.test.mjs",
  "login-react": "../login/examples.test.mjs",
  "login-svelte": "../login/examples.test.mjs",
  "login-texts": "../login/examples.test.mjs",
  "login-types": "../types/frameworks.test.mjs",
  "login-vue": "../login/examples.test.mjs",
  mocks: "../mocks/mocks.test.mjs",
  moving: "moving.test.mjs",
  retries: "retries.test.mjs",
  testing: "../sandbox/recipes.test.mjs",
};

/** The folders whose JavaScript is checked too. The others use packages without types. */
const typedFolders = [
  "errors",
  "from-java-and-python",
  "getting-started",
  "log-in",
  "login-me",
  "login-texts",
  "moving",
  "retries",
];

/** The shown programs in TypeScript. Declarations for frameworks are checked by `tests/types`, which has those. */
const typedFiles = shownFiles.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));

const tools = join(import.meta.dirname, "../node_modules");
const folderOf = (file) => file.split("/")[0];
const shownFolders = [...new Set(shownFiles.map(folderOf))].sort();

test("every block of JavaScript or TypeScript is a file of the examples", () => {
  assert.ok(pages.length > 8, `expected the pages of the site, found ${pages.length}`);
  for (const { file, text } of pages) {
    const blocks = [...text.matchAll(/^\s*```(\w*)/gm)].map(([, language]) => language);
    const code = blocks.filter((language) => /^(js|ts|mjs|cjs|mts|cts|jsx|tsx|javascript|typescript)$/.test(language));
    assert.deepEqual(code, [], `expected ${file} to include its code by <<<`);
  }
});

test("every example that a page shows has a suite that names its folder", () => {
  assert.deepEqual(shownFolders, Object.keys(suites).sort());
  for (const [folder, suite] of Object.entries(suites)) {
    const source = readFileSync(join(import.meta.dirname, suite), "utf8");
    assert.ok(
      source.includes(folder) || source.includes(`examples/${folder}`),
      `expected ${suite} to run examples/${folder}`,
    );
  }
});

test("every file of an example of the guides is shown", () => {
  const ownFolders = shownFolders.filter((folder) => !suites[folder].startsWith(".."));
  const files = ownFolders.flatMap((folder) => readdirSync(join(examples, folder)).map((name) => `${folder}/${name}`));
  assert.deepEqual(
    files.filter((file) => !file.endsWith("package.json") && !shownFiles.includes(file)),
    [],
  );
});

test("an example in JavaScript and in TypeScript is the same program", async () => {
  const pairs = typedFiles;
  assert.ok(pairs.length >= 4, `expected examples in both languages, found ${pairs}`);
  for (const file of pairs) {
    const [typed, untyped] = await Promise.all([normalize(file, "ts"), normalize(file.replace(/\.ts$/, ".js"), "js")]);
    assert.equal(typed, untyped, file);
  }
});

async function normalize(file, loader) {
  const { code } = await transform(readFileSync(join(examples, file), "utf8"), { loader });
  return code;
}

test("the examples of the client have the right types", async (t) => {
  const folder = createFolder(t);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const name of typedFolders) cpSync(join(examples, name), join(folder, name), { recursive: true });
  // The scripts of pages ask the document for elements that TypeScript cannot know of.
  const files = readdirSync(folder, { recursive: true }).filter(
    (file) => /\.c?[jt]s$/.test(file) && !file.endsWith("/page.js"),
  );
  // A file in JavaScript beside the same program in TypeScript has no types of its own.
  const sources = files.filter((file) => !files.includes(file.replace(/\.js$/, ".ts")) || file.endsWith(".ts"));
  assert.ok(sources.length >= 12, `expected the examples, found ${sources}`);
  const strictness = [
    "--strict",
    "--noImplicitAny",
    "false",
    "--noUncheckedIndexedAccess",
    "--exactOptionalPropertyTypes",
  ];
  const language = [
    "--lib",
    "es2022,dom,dom.iterable",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--allowJs",
    "--checkJs",
  ];
  const types = ["--types", "node", "--typeRoots", join(tools, "@types")];
  await run(folder, join(tools, ".bin/tsc"), ["--noEmit", ...strictness, ...language, ...types, ...sources]);
});

test("the examples in TypeScript compile in strict mode without those in JavaScript", async (t) => {
  const folder = createFolder(t);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const sources = typedFiles;
  for (const file of sources) cpSync(join(examples, file), join(folder, file));
  const strictness = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes"];
  const environment = [
    "--lib",
    "es2022,dom,dom.iterable",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--types",
    "node",
    "--typeRoots",
    join(tools, "@types"),
  ];
  await run(folder, join(tools, ".bin/tsc"), ["--noEmit", ...strictness, ...environment, ...sources]);
});
