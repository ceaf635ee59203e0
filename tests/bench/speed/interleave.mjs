/** Measures calls against each other on a machine that has other things to do. */

/**
 * Times each of `calls`, by name, against the first.
 *
 * Within a round they take turns of `batch` calls, in changing order, so that what slows the machine down slows all of them, and a
 * round's figure is the median of its turns; `warmUp` turns go before, uncounted. Returns for each name and clock the microseconds per
 * call and the ratio to the first, round by round. `clocks` are functions that return milliseconds.
 */
export async function interleave(calls, { rounds, turns, batch, atOnce, warmUp = 3 }, clocks = { time: () => performance.now() }) {
  const names = Object.keys(calls);
  const measure = (number) => takeTurns(calls, names, { turns: number, batch, atOnce, clocks });
  const results = Object.fromEntries(names.map((name) => [name, mapped(clocks, () => ({ microseconds: [], ratios: [] }))]));
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
