import { run } from "./program.mjs";

// In Deno or Bun: prints what happened.
console.log(JSON.stringify(await run()));
