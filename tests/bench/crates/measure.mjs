/** What each crate weighs in our wasm, by the names of its functions, as `cargo xtask bench` had twiggy list them. */
import { readFile } from "node:fs/promises";

const parts = { client: "verigator", sandbox: "verigator_sandbox", gateway: "verigator_gateway" };

/** Returns the bytes of each crate, by part of the package, the heaviest first. Inlined code counts for the function that it went into. */
export async function crates() {
  const weighed = {};
  for (const [part, name] of Object.entries(parts)) {
    const items = JSON.parse(await readFile(new URL(`../../../target/bench/${name}.json`, import.meta.url), "utf8"));
    weighed[part] = sums(items);
    console.log(`\n${part}: ${Object.entries(weighed[part]).map(([owner, bytes]) => `${owner} ${bytes}`).join(", ")}`);
  }
  return weighed;
}

function sums(items) {
  const bytes = {};
  for (const { name, shallow_size: size } of items) {
    const owner = ownerOf(name);
    if (owner) bytes[owner] = (bytes[owner] ?? 0) + size;
  }
  return Object.fromEntries(Object.entries(bytes).toSorted(([, one], [, other]) => other - one));
}

/** The names themselves and what else is no code or data are not part of the package's wasm. */
function ownerOf(name) {
  if (/subsection|custom section|wasm magic/.test(name)) return undefined;
  if (name.startsWith("data segment")) return "data";
  if (/shim|^__wb|^__externref|^import |^export |^(type|elem|table|memory|global)/.test(name) && !name.includes("vtable.shim")) return "exports, imports, tables";
  const [owner] = /[a-z_][a-z0-9_]*(?=(\[[0-9a-f]+\])?::)/.exec(name) ?? ["other"];
  return owner;
}
