import process from "node:process";
import { runFlow } from "./flow.mjs";

console.log(JSON.stringify(await runFlow(process.argv.at(-1), "program")));
