import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import ts from "typescript-5-0";

const files = [
  "index.d.ts",
  "sandbox/index.d.ts",
  "gateway/index.d.ts",
  "login/login.d.ts",
  "login/element.d.ts",
  "login/texts.d.ts",
];

for (const file of files) {
  const text = await readFile(new URL(`./node_modules/verigator/${file}`, import.meta.url), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

  test(`${file} documents every declaration and member`, () => {
    assert.deepEqual(undocumented(source), []);
  });

  test(`${file} has no any`, () => {
    assert.deepEqual(usesOfAny(source), []);
  });

  test(`${file} is the same for require`, async () => {
    const twin = new URL(`./node_modules/verigator/${file.replace(".d.ts", ".d.cts")}`, import.meta.url);
    // Each imports its own kind.
    assert.equal((await readFile(twin, "utf8")).replaceAll('.cjs";', '.js";'), text);
  });
}

/** Returns the declarations and members without a doc comment. */
function undocumented(source) {
  const statements = source.statements.filter(({ kind }) => kind !== ts.SyntaxKind.ImportDeclaration);
  const members = statements.flatMap((statement) => [statement, ...(statement.members ?? [])]);
  return members.filter((member) => !isDocumented(member)).map((member) => member.getText().split("\n")[0]);
}

function isDocumented(node) {
  return ts.getJSDocCommentsAndTags(node).length > 0;
}

function usesOfAny(source) {
  const uses = [];
  (function visit(node) {
    if (node.kind === ts.SyntaxKind.AnyKeyword) uses.push(node.parent.getText());
    ts.forEachChild(node, visit);
  })(source);
  return uses;
}
