/** Compares the time of calls on a machine that also does other work. */

/**
 * Times each of `calls`, a function by name, against the first.
 *
 * Within a round the calls take turns of `batch` calls each, in changing order, so that other load on the machine slows all of them alike.
 * A round's result is the median of its turns. `warmUp` turns run first and are not measured. `clocks` are functions that return
 * milliseconds. Returns the microseconds per call and the ratio to the first, for each name, clock and round.
 */
export async function interleave(
  calls,
  { rounds, turns, batch, atOnce, warmUp = 3 },
  clocks = { time: () => performance.now() },
) {
  const names = Object.keys(calls);
  const measure = (number) => takeTurns(calls, names, { turns: number, batch, atOnce, clocks });
  const results = Object.fromEntries(
    names.map((name) => [name, mapped(clocks, () => ({ microseconds: [], ratios: [] }))]),
  );
  await measure(warmUp);
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.();
    const took = await measure(turns);
    for (const name of names) {
      for (const clock of Object.keys(clocks)) {
        const result = results[name][clock];
        result.microseconds.push((median(took[name][clock]) * 1_000) / batch);
        result.ratios.push(median(took[name][clock]) / median(took[names[0]][clock]));
      }
    }
  }
  return results;
}

async function takeTurns(calls, names, { turns, batch, atOnce, clocks }) {
  const took = Object.fromEntries(names.map((name) => [name, mapped(clocks, () => [])]));
  for (let turn = 0; turn < turns; turn++) {
    const order = names.map((_, index) => names[(index + turn) % names.length]);
    for (const name of turn % 2 ? order.reverse() : order) {
      const start = mapped(clocks, (read) => read());
      await repeat(calls[name], batch, atOnce);
      for (const [clock, read] of Object.entries(clocks)) took[name][clock].push(read() - start[clock]);
    }
  }
  return took;
}

async function repeat(call, times, atOnce) {
  for (let done = 0; done < times; done += atOnce) {
    if (atOnce === 1) await call();
    else await Promise.all(Array.from({ length: atOnce }, call));
  }
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const titles = { time: "time", processor: "processor time" };

/** Prints the results of `interleave`, a table for each clock. */
export function print(title, results) {
  const width = Math.max(30, ...Object.keys(results).map((name) => name.length));
  for (const clock of Object.keys(Object.values(results)[0])) {
    console.log(
      `\n${`${title}, ${titles[clock]}`.padEnd(width + 2)} µs per call   ratio to the first (lowest to highest round)`,
    );
    for (const [
      name,
      {
        [clock]: { microseconds, ratios },
      },
    ] of Object.entries(results)) {
      const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
      console.log(
        `  ${name.padEnd(width)} ${median(microseconds).toFixed(0).padStart(11)}   ${median(ratios).toFixed(3)} (${spread})`,
      );
    }
  }
}
