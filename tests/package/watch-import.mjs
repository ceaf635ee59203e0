/** Imports the module in the argument, and prints as JSON the watched functions that it called. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const called = new Set();
const watched = {
  globalThis: [globalThis, ["fetch", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"]],
  crypto: [crypto, ["getRandomValues", "randomUUID"]],
  Math: [Math, ["random"]],
  WebAssembly: [
    WebAssembly,
    ["Module", "Instance", "Memory", "compile", "instantiate", "compileStreaming", "instantiateStreaming"],
  ],
  fs: [fs, ["readFileSync", "readFile", "createReadStream"]],
};

for (const [name, [object, functions]] of Object.entries(watched)) {
  for (const key of functions) object[key] = watch(`${name}.${key}`, object[key]);
}
syncBuiltinESMExports();

/** Wraps a function to record its calls. Node's module loader reads JavaScript and JSON files with the same functions, which is not recorded. */
function watch(name, original) {
  return new Proxy(original, {
    apply(target, self, values) {
      if (!/\.[cm]?js(on)?$/.test(String(values[0]))) called.add(name);
      return Reflect.apply(target, self, values);
    },
    construct(target, values) {
      called.add(name);
      return Reflect.construct(target, values);
    },
  });
}

const module = process.argv[2];
await import(module.startsWith(".") ? new URL(module, import.meta.url) : module);
console.log(JSON.stringify([...called].sort()));
