import { Verigator, VerigatorError } from "verigator";
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox();
const verigator = new Verigator(sandbox.username, sandbox.password, {
  fetch: sandbox.fetch,
  timeoutMs: 100,
  maxRetries: 0,
});

for (const name of [
  "401",
  "403",
  "404",
  "409",
  "418",
  "422",
  "429",
  "500",
  "malformed",
  "connection",
  "hang",
  "redirect",
]) {
  try {
    await verigator.createService("Coffee Shop", `${name}.verigator.test`); // a magic value of the sandbox
  } catch (error) {
    if (!VerigatorError.is(error)) throw error;
    console.log(error.name, error.code);
    if (name === "500") console.log("  ", error.message);
  }
}
