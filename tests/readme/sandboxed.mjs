import { Sandbox } from "verigator/sandbox";

// What a README calls the live API is answered by a sandbox. No code block of a README leaves the machine.
const sandbox = new Sandbox();
globalThis.fetch = sandbox.fetch;
process.env.VERIGATOR_USERNAME = sandbox.username;
process.env.VERIGATOR_PASSWORD = sandbox.password;
