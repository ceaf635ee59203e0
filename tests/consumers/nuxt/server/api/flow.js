import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "~~/flow.mjs";

export default defineEventHandler(() => flow(verigator, sandbox));
