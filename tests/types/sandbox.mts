/** Checks the types of `verigator/sandbox` against the contract. */
import type * as contract from "./contract/sandbox.js";
import { fits, same } from "./same.js";
import * as sandbox from "verigator/sandbox";

same<sandbox.SandboxOptions, contract.SandboxOptions>();
fits<typeof sandbox.Sandbox, typeof contract.Sandbox>();
fits<typeof sandbox.connectSandbox, typeof contract.connectSandbox>();
