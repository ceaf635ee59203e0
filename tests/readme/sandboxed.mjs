import { Sandbox } from "verigator/sandbox";

// What a README calls the live API is answered by a sandbox. No code block of a README leaves the machine.
const sandbox = new Sandbox();
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  return hostname === "127.0.0.1" ? fetch(input, init) : sandbox.fetch(input, init);
};
process.env.VERIGATOR_USERNAME = sandbox.username;
process.env.VERIGATOR_PASSWORD = sandbox.password;
