import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import ts from "typescript-5-0";

const parts = ["index.d.ts", "sandbox/index.d.ts", "gateway/index.d.ts"];

for (const part of parts) {
  const text = await readFile(new URL(`./node_modules/verigator/${part}`, import.meta.url), "utf8");
  const source = ts.createSourceFile(part, text, ts.ScriptTarget.Latest, true);

  test(`${part} documents every name and every member`, () => {
    assert.deepEqual(undocumented(source), []);
  });

  test(`${part} has no any`, () => {
    assert.deepEqual(placesOfAny(source), []);
  });

  test(`${part} is the same for require`, async () => {
    const twin = new URL(`./node_modules/verigator/${part.replace(".d.ts", ".d.cts")}`, import.meta.url);
    assert.equal(await readFile(twin, "utf8"), text);
  });
}

/** The declarations and members that a reader would see without a word of explanation. */
function undocumented(source) {
  const members = source.statements.flatMap((statement) => [statement, ...(statement.members ?? [])]);
  return members.filter((member) => !isDocumented(member)).map((member) => member.getText().split("\n")[0]);
}

function isDocumented(node) {
  return ts.getJSDocCommentsAndTags(node).length > 0;
}

function placesOfAny(source) {
  const places = [];
  (function visit(node) {
    if (node.kind === ts.SyntaxKind.AnyKeyword) places.push(node.parent.getText());
    ts.forEachChild(node, visit);
  })(source);
  return places;
}
