/** Writes BENCHMARKS.md and its charts. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { charts } from "./charts.mjs";
import { markdown } from "./markdown.mjs";
import { machine } from "./machine.mjs";

const root = new URL("../../../", import.meta.url);

/** The text after this line of BENCHMARKS.md is written by hand and kept. */
const byHand = "<!-- by hand from here -->";

/** Returns the file with the latest results of a part. */
export function resultsFile(part) {
  return new URL(`target/bench/results/${part}.json`, root);
}

/** Writes the report if every part has been measured, and otherwise names the missing parts. */
export async function report(parts) {
  const kept = await Promise.all(
    parts.map((part) =>
      readFile(resultsFile(part), "utf8")
        .then(JSON.parse)
        .catch(() => undefined),
    ),
  );
  const missing = parts.filter((_, index) => !kept[index]);
  if (missing.length > 0)
    return console.log(
      `\nBENCHMARKS.md is not written until these parts have been measured too: ${missing.join(", ")}`,
    );
  const measured = Object.fromEntries(parts.map((part, index) => [part, kept[index].results]));
  const dates = kept.map(({ date }) => date).toSorted();
  await write(measured, await machine(), dates.at(-1));
  console.log("\nwrote BENCHMARKS.md and the charts in docs/");
}

async function write(measured, about, date) {
  const file = new URL("BENCHMARKS.md", root);
  const [, written = "\n"] = (await readFile(file, "utf8").catch(() => "")).split(byHand);
  await writeFile(file, `${markdown(measured, about, date)}\n${byHand}${written}`);
  await mkdir(new URL("docs/", root), { recursive: true });
  for (const [name, svg] of Object.entries(charts(measured))) await writeFile(new URL(`docs/${name}.svg`, root), svg);
}
