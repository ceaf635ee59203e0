import * as verigator from "verigator/inline";
import * as sandbox from "verigator/sandbox/inline";
import { pageFlow } from "./page-flow.mjs";

window.result = pageFlow(verigator, sandbox);
