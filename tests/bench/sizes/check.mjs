/**
 * Holds the bundles of the package, as it is installed in `tests/package`, to the sizes in budget.json: fails where one is more than 2 % over.
 * With `--write` it takes the sizes of today as the budget.
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { weighPackage } from "./ours.mjs";

const tolerance = 1.02;
const file = new URL("../budget.json", import.meta.url);

const weighed = await weighPackage(fileURLToPath(new URL("../../package", import.meta.url)));
const sizes = Object.fromEntries(Object.entries(weighed).map(([name, { all }]) => [name, all.gzip]));

if (process.argv.includes("--write")) {
  await writeFile(file, `${JSON.stringify({ unit: "bytes, minified and gzip", bundles: sizes }, null, 2)}\n`);
} else {
  hold(sizes, JSON.parse(await readFile(file, "utf8")).bundles);
}

function hold(found, budget) {
  const names = new Set([...Object.keys(found), ...Object.keys(budget)]);
  for (const name of names) {
    const verdict = judge(found[name], budget[name]);
    console.log(`  ${name.padEnd(20)} ${String(found[name]).padStart(8)} of ${String(budget[name]).padStart(8)}  ${verdict}`);
    if (verdict !== "fits") process.exitCode = 1;
  }
}

function judge(size, limit) {
  if (size === undefined || limit === undefined) return "is only in one of bundle and budget";
  return size <= limit * tolerance ? "fits" : `is ${((size / limit - 1) * 100).toFixed(1)} % over`;
}
