import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { copyExample } from "../gateway/examples.mjs";

const here = import.meta.dirname;
const guide = await readFile(join(here, "../../docs/guides/mocks.md"), "utf8");
const versions = JSON.parse(await readFile(join(here, "package.json"), "utf8")).devDependencies;

/** The libraries by the folder of their package, with their column in the guide's table. msw and nock need Node 22. */
const libraries = { msw: "msw", nock: "nock", undici: "MockAgent", "undici-8": "MockAgent", replaced: "`vi.fn()`" };

async function run(nodeVersion, args) {
  const program = join(here, `node_modules/node-${nodeVersion}-linux-${process.arch}/bin/node`);
  // Otherwise Node's test runner treats the inner run as a part of this one.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  return (await promisify(execFile)(program, args, { env })).stdout;
}

async function measure(library, nodeVersion) {
  const output = await run(nodeVersion, [join(here, "measure.mjs"), library]);
  return JSON.parse(output.trim().split("\n").at(-1));
}

/** Returns the cell of the guide's table in a row and a column, each by the beginning of its text. */
function cell(row, column) {
  const lines = guide.split("\n").filter((line) => line.startsWith("|"));
  const cellsOf = (line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((text) => text.trim());
  const index = cellsOf(lines[0]).findIndex((text) => text.startsWith(column));
  const found = lines.map(cellsOf).find(([first]) => first.startsWith(row));
  assert.ok(found && index > 0, `expected the guide to have a row ${row} and a column ${column}`);
  return found[index];
}

const answered = { mock: "the mock", real: "**the real server**" };

for (const [library, column] of Object.entries(libraries)) {
  for (const nodeVersion of [22, 24]) {
    test(`the guide says what ${library} sees of the client in Node ${nodeVersion}`, async () => {
      const outcomes = await measure(library, nodeVersion);
      assert.equal(outcomes.verified, true, "a mock without a body matcher is reached");
      assert.equal(cell("a client that was made before", column), answered[outcomes.madeBefore]);
      assert.equal(cell("a connection that was open before", column), answered[outcomes.onOpenConnection]);
      assert.equal(cell("a `fetch` that was kept before", column), answered[outcomes.keptFetch]);

      const { refused, unknown, bodyMatcher, bodyMatcherWithFetch } = outcomes;
      assert.equal(refused.code, "connection");
      assert.equal(cell("a refused connection is sent again", column), refused.attempts === 2 ? "yes" : "no");
      assert.equal(
        cell("`cause` of a refused connection", column).includes("ECONNREFUSED"),
        refused.cause === "ECONNREFUSED",
      );
      assert.equal(unknown.code, "connection", "a request without a mock reaches nobody");

      // A matcher gets the text of the body, or the error says what the guide quotes.
      if (bodyMatcher !== "none") {
        assert.match(bodyMatcher.text, /not matched for body/);
        assert.match(cell("the body", column), /only through the option `fetch`/);
        assert.equal(bodyMatcherWithFetch, "none");
      } else if (!bodyMatcherWithFetch) {
        assert.equal(cell("the body", column), "as JSON");
      }
    });
  }
}

for (const library of ["msw", "nock", "undici"]) {
  test(`the example for ${library} passes`, async (t) => {
    const folder = copyExample(t.after.bind(t), "mocks", here);
    assert.match(await run(24, ["--test", "--test-reporter=tap", join(folder, `${library}.test.js`)]), /# pass 2\n/);
  });
}

test("the guide names the versions that were measured", () => {
  for (const version of [
    `msw ${versions.msw}`,
    `nock ${versions.nock}`,
    versions.undici,
    versions["undici-8"].split("@").at(-1),
  ]) {
    assert.ok(guide.includes(version), version);
  }
});
