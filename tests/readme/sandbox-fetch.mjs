/** Connects the global fetch to a sandbox, so that the code blocks of the READMEs send no request to the live API. */
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox();
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  return hostname === "127.0.0.1" ? fetch(input, init) : sandbox.fetch(input, init);
};
process.env.VERIGATOR_USERNAME = sandbox.username;
process.env.VERIGATOR_PASSWORD = sandbox.password;
