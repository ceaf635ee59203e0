import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "../flow.mjs";

async function run() {
  await Promise.all([verigator.init(), sandbox.init()]);
  return flow(verigator, sandbox);
}

window.result = run();
