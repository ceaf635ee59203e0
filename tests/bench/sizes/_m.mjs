import { weighPackage } from "./ours.mjs";
const w = await weighPackage(process.argv[2]);
for (const [n, {glue,wasm,all}] of Object.entries(w)) console.log(n, glue?.gzip, wasm?.gzip, all?.gzip ?? all);
