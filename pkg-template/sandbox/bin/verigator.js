#!/usr/bin/env node
import { runSandbox } from "./command.js";
import { usage } from "./flags.js";

const [command, ...args] = process.argv.slice(2);

if (command === "sandbox") {
  await runSandbox(args);
} else if (command === undefined || command === "--help" || command === "help") {
  console.log(usage);
} else {
  console.error("verigator: expected the command sandbox; see `verigator --help`");
  process.exitCode = 2;
}
