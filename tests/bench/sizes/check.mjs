/**
 * Checks the bundle sizes of the package, as installed in `tests/package`, against budget.json. Fails if one is more than 2 % over its
 * budget. With `--write` it writes the current sizes as the budget instead.
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { weighPackage } from "./package.mjs";

const tolerance = 1.02;
const file = new URL("../budget.json", import.meta.url);

const weighed = await weighPackage(fileURLToPath(new URL("../../package", import.meta.url)));
const sizes = Object.fromEntries(Object.entries(weighed).map(([name, { all }]) => [name, all.gzip]));

if (process.argv.includes("--write")) {
  await writeFile(file, `${JSON.stringify({ unit: "bytes, minified and gzip", bundles: sizes }, null, 2)}\n`);
} else {
  check(sizes, JSON.parse(await readFile(file, "utf8")).bundles);
}

function check(sizes, budget) {
  const names = new Set([...Object.keys(sizes), ...Object.keys(budget)]);
  for (const name of names) {
    const { fits, text } = compare(sizes[name], budget[name]);
    console.log(
      `  ${name.padEnd(20)} ${String(sizes[name]).padStart(8)} of ${String(budget[name]).padStart(8)}  ${text}`,
    );
    if (!fits) process.exitCode = 1;
  }
}

function compare(size, limit) {
  if (size === undefined) return { fits: false, text: "has a budget but no bundle" };
  if (limit === undefined) return { fits: false, text: "has no budget" };
  if (size <= limit * tolerance) return { fits: true, text: "fits" };
  return { fits: false, text: `is ${((size / limit - 1) * 100).toFixed(1)} % over` };
}
