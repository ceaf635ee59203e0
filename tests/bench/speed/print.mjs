import { median } from "./interleave.mjs";

const titles = { time: "time", processor: "processor time" };

/** Prints what `interleave` measured, one table for each clock. */
export function print(title, results) {
  const [first, ...clocks] = Object.keys(Object.values(results)[0]);
  for (const clock of [first, ...clocks]) {
    console.log(`\n${`${title}, ${titles[clock]}`.padEnd(32)} µs per call   ratio to the first (lowest to highest round)`);
    for (const [name, { [clock]: { microseconds, ratios } }] of Object.entries(results)) {
      const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
      console.log(`  ${name.padEnd(30)} ${median(microseconds).toFixed(0).padStart(11)}   ${median(ratios).toFixed(3)} (${spread})`);
    }
  }
}
