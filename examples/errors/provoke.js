import { Verigator, VerigatorError } from "verigator";
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox();
const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });

try {
  await verigator.createService("Coffee Shop", "500.verigator.test"); // a magic value of the sandbox
} catch (error) {
  if (!VerigatorError.is(error)) throw error;
  console.log(error.message);
  console.log(error.code, error.status, error.operation, error.retryable, error.attempts);
}
