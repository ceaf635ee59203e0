import { pageFlow } from "./page-flow.mjs";
import { sandbox, verigator } from "./modules.js";

pageFlow(verigator, sandbox).then(
  (result) => postMessage({ result }),
  (error) => postMessage({ error: error.message }),
);
