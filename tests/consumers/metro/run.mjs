/** Runs the bundle as React Native does, in an engine without WebAssembly, and prints the error of the first use. */
import { readFile } from "node:fs/promises";
import { createContext, runInContext } from "node:vm";

const context = createContext({ console });
runInContext("delete globalThis.WebAssembly; globalThis.global = globalThis;", context);
runInContext(await readFile("bundle.js", "utf8"), context);
console.log(context.message);
