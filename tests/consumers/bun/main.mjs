import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "./flow.mjs";

console.log(JSON.stringify(await flow(verigator, sandbox)));
