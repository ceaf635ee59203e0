import { sandbox, verigator } from "./modules.js";
import { flow } from "./flow.mjs";

export async function run() {
  await Promise.all([verigator.init(), sandbox.init()]);
  return flow(verigator, sandbox);
}
