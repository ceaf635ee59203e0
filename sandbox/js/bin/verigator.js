#!/usr/bin/env node
import { readFileSync } from "node:fs";

const usage = `Usage: verigator COMMAND [flags]

  sandbox  serves an emulator of both APIs on this machine, for development and tests
  probe    tests which rules of the sandbox the live APIs follow

\`verigator COMMAND --help\` lists the flags of a command. \`verigator --version\` prints the version.`;

// A reader that closes the output early, as `| head -1` does, ends neither the server nor the probe, which has to delete what it created.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const [command, ...args] = process.argv.slice(2);

if (command === "sandbox") {
  const { runSandbox } = await import("./command.js");
  await runSandbox(args);
} else if (command === "probe") {
  const { runProbe } = await import("./probe/command.js");
  await runProbe(args);
} else if ([undefined, "help", "--help", "-h"].includes(command)) {
  console.log(usage);
} else if (command === "--version" || command === "-V") {
  console.log(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version);
} else {
  console.error("verigator: expected the command sandbox or probe; see `verigator --help`");
  process.exitCode = 2;
}
