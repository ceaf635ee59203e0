/** Measures the bytes of each crate in the package's wasm, from twiggy's list of functions, which `cargo xtask bench` writes. */
import { readFile } from "node:fs/promises";

const components = { client: "verigator", sandbox: "verigator_sandbox", gateway: "verigator_gateway" };

/** Returns the bytes of each crate, by component of the package, largest first. Inlined code counts towards the function that contains it. */
export async function crates() {
  const weighed = {};
  for (const [component, name] of Object.entries(components)) {
    const items = JSON.parse(await readFile(new URL(`../../../target/bench/${name}.json`, import.meta.url), "utf8"));
    weighed[component] = sums(items);
    console.log(
      `\n${component}: ${Object.entries(weighed[component])
        .map(([owner, bytes]) => `${owner} ${bytes}`)
        .join(", ")}`,
    );
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

/** Returns the crate of a function. Sections without code or data are left out, since the package's wasm does not have them. */
function ownerOf(name) {
  if (/subsection|custom section|wasm magic/.test(name)) return undefined;
  if (name.startsWith("data segment")) return "data";
  if (
    /shim|^__wb|^__externref|^import |^export |^(type|elem|table|memory|global)/.test(name) &&
    !name.includes("vtable.shim")
  )
    return "exports, imports and tables";
  const [owner] = /[a-z_][a-z0-9_]*(?=(\[[0-9a-f]+\])?::)/.exec(name) ?? ["other"];
  return owner;
}
