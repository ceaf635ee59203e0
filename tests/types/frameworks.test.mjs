/** Type-checks the element in the JSX and the templates of frameworks, with the declarations of `examples/login-types`. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const here = import.meta.dirname;
const installed = join(here, "node_modules");
const options = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  module: "esnext",
  moduleResolution: "bundler",
  types: [],
};

/** Creates a project with the elements of a framework and its declarations. */
async function createProject(t, framework, files, compilerOptions) {
  await mkdir(join(here, ".examples"), { recursive: true });
  const folder = await mkdtemp(join(here, ".examples/"));
  t.after(() => rm(folder, { recursive: true }));
  const declarations = `${framework}.d.ts`;
  await cp(join(here, "../../examples/login-types", declarations), join(folder, declarations));
  for (const file of files) await cp(join(here, "frameworks", file), join(folder, file));
  const project = { compilerOptions: { ...options, ...compilerOptions }, include: [...files, declarations] };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(project));
  return folder;
}

/** Runs a compiler in a project. Resolves to what it printed. */
function run(folder, ...command) {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: "1" };
    execFile(process.execPath, command, { cwd: folder, env }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

const compilers = ["../node_modules/typescript/bin/tsc", "../node_modules/typescript-5-9/bin/tsc"];

for (const [framework, jsxImportSource] of [
  ["react", "react"],
  ["preact", "preact"],
])
  for (const compiler of compilers)
    test(`JSX of ${framework} knows the attributes of the element, by ${compiler.split("/")[2]}`, async (t) => {
      const jsx = { jsx: "react-jsx", jsxImportSource };
      const folder = await createProject(t, framework, [`element.${framework}.tsx`], jsx);
      assert.equal(await run(folder, join(here, compiler), "--project", "."), "");
    });

/** What the compilers say of the mistakes in the wrong templates, one a line. */
const mistakes = [/email/, /six/, /'pin' does not exist/];

test("templates of Svelte know the attributes and the events of the element", async (t) => {
  const folder = await createProject(t, "svelte", ["Right.svelte", "Wrong.svelte"], { skipLibCheck: true });
  const output = await run(folder, join(installed, "svelte-check/bin/svelte-check"), "--output", "machine");
  checkMistakes(output, /^\d+ (?:ERROR|WARNING) "(\w+)\.svelte" (\d+):.*$/gm);
});

test("templates of Vue know the attributes and the events of the element", async (t) => {
  const folder = await createProject(t, "vue", ["Right.vue", "Wrong.vue"], { skipLibCheck: true });
  const output = await run(folder, join(installed, "vue-tsc/bin/vue-tsc.js"), "--noEmit");
  checkMistakes(output, /^(\w+)\.vue\((\d+),.*$/gm);
});

/** Checks that a compiler found each mistake, and nothing else. `pattern` finds the file and the line of each problem. */
function checkMistakes(output, pattern) {
  const problems = [...output.matchAll(pattern)];
  const firstLine = Number(problems[0]?.[2]);
  assert.deepEqual(
    problems.map(([, file, line]) => [file, line - firstLine]),
    mistakes.map((_, index) => ["Wrong", index]),
    output,
  );
  for (const [index, mistake] of mistakes.entries()) assert.match(problems[index][0], mistake);
}
