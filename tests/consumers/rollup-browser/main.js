import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { pageFlow } from "./page-flow.mjs";

window.result = pageFlow(verigator, sandbox);
