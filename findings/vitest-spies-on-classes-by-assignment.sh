#!/usr/bin/env bash
# Vitest 4.1.12: `vi.mock(module, { spy: true })` cannot construct a class of which the prototype has a read-only method.
#
# A spied constructor assigns a spy to each member that the new object inherits. An assignment fails if the inherited property is not writable, although it is
# configurable and `vi.spyOn` alone would replace it by a definition. `Object.defineProperty(prototype, name, { value })`, the usual way to add a hidden method, makes
# such a property. So a library works, and its users' spy mode throws at the first `new`.
#
# Seen: "writable: constructed; read-only: TypeError: Cannot assign to read only property 'hidden' of object '[object Object]'"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts vitest@4.1.12
for name in writable read-only; do
  cat > "$name.js" <<JS
export class Lamp { shine() { return "bright"; } }
Object.defineProperty(Lamp.prototype, "hidden", { value() { return "hidden"; }, configurable: true, writable: $([ $name = writable ] && echo true || echo false) });
JS
  cat > "$name.test.js" <<JS
import { test, vi } from "vitest";
import { writeFileSync } from "node:fs";
import { Lamp } from "./$name.js";
vi.mock("./$name.js", { spy: true });
test("construct", () => {
  let seen = "constructed";
  try { new Lamp(); } catch (error) { seen = String(error); }
  writeFileSync("$name.txt", seen);
});
JS
done
NO_COLOR=1 node_modules/.bin/vitest run >/dev/null 2>&1 || true
seen="writable: $(cat writable.txt); read-only: $(cat read-only.txt)"
echo "$seen"
[ "$seen" = "writable: constructed; read-only: TypeError: Cannot assign to read only property 'hidden' of object '[object Object]'" ]
