import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { examples } from "./examples.mjs";
import { base, pages, readPage } from "./site.mjs";

test("llms.txt links the text of every page", async () => {
  const text = await readPage("llms.txt");
  const links = [...text.matchAll(/\]\((\S+)\)/g)].map(([, link]) => link);
  assert.deepEqual(links.sort(), pages.map((file) => base + file.replace(/\.html$/, ".md")).sort());
  for (const link of links) assert.match(await readPage(link.slice(base.length)), /^# /m, link);
});

test("llms-full.txt has every page with its examples in place", async () => {
  const text = await readPage("llms-full.txt");
  assert.doesNotMatch(text, /^<<<|@include/m);
  for (const file of ["getting-started/flow.js", "gateway-express/app.js", "testing/playwright/fixtures.js"]) {
    assert.ok(
      text.includes(readFileSync(join(examples, file), "utf8").trim()),
      `expected llms-full.txt to contain ${file}`,
    );
  }
});
