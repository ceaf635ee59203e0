import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Measures the time per call in a fresh process, whose garbage is collected between the rounds. Returns the results of each plan. */
export async function speedInNode() {
  const child = fork(fileURLToPath(new URL("./node.mjs", import.meta.url)), { execArgv: ["--expose-gc"] });
  const plans = [];
  child.on("message", (plan) => plans.push(plan));
  const status = await new Promise((resolve) => child.once("exit", resolve));
  if (status !== 0) throw new Error(`the measurement of speed in Node ended with status ${status}`);
  return plans;
}
