import { pageFlow } from "./page-flow.mjs";
import { sandbox, verigator } from "./modules.js";

window.result = pageFlow(verigator, sandbox);
