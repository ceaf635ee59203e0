/** Connects the global fetch to a sandbox, so that the code blocks of the READMEs send no request to the live API. */
import { Sandbox } from "verigator/sandbox";

const sandbox = new Sandbox();
globalThis.fetch = sandbox.fetch;
process.env.VERIGATOR_USERNAME = sandbox.username;
process.env.VERIGATOR_PASSWORD = sandbox.password;
