#!/usr/bin/env node
const usage = `Usage: verigator COMMAND [flags]

  sandbox  serves an emulator of the Verigator API on this machine, for development and tests
  probe    tests which rules of the sandbox the live Verigator API follows

\`verigator COMMAND --help\` lists the flags of a command.`;

const [command, ...args] = process.argv.slice(2);

if (command === "sandbox") {
  const { runSandbox } = await import("./command.js");
  await runSandbox(args);
} else if (command === "probe") {
  const { runProbe } = await import("./probe/command.js");
  await runProbe(args);
} else if (command === undefined || command === "--help" || command === "help") {
  console.log(usage);
} else {
  console.error("verigator: expected the command sandbox or probe; see `verigator --help`");
  process.exitCode = 2;
}
