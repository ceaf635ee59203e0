import { Sandbox } from "verigator/sandbox";
import { StartError, parseFlags, usage } from "./flags.js";
import { createPrinter } from "./printer.js";
import { readSeedFile } from "./seed-file.js";
import { listen } from "./server.js";
import { openStateFile } from "./state-file.js";

/** Runs `verigator sandbox` until SIGINT or SIGTERM. */
export async function runSandbox(args) {
  try {
    const flags = parseFlags(args);
    if (flags.help) {
      console.log(usage);
      return;
    }
    await start(flags);
  } catch (error) {
    if (!(error instanceof StartError)) {
      throw error;
    }
    console.error(`verigator sandbox: ${error.message}`);
    process.exitCode = 2;
  }
}

async function start(flags) {
  const seedFile = flags["seed-file"];
  const seedData = seedFile === undefined ? undefined : await readSeedFile(seedFile);
  const sandbox = createSandbox({ ...flags, seedData });
  const stateFile = flags.data === undefined ? undefined : openStateFile(flags.data, sandbox);
  applyFlags(sandbox, flags);
  const printer = createPrinter(flags);
  const server = await listen(sandbox, { ...flags, onHandled: () => stateFile?.markChanged() });
  printer.started(sandbox, server.url);
  sandbox.on("sms", printer.sms);
  sandbox.on("request", printer.request);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => shutDown(server, stateFile));
  }
}

function createSandbox(flags) {
  const { username, password, profile, seed, now, pins, seedData } = flags;
  // Without the seed data first, so that an error belongs either to a flag or to the seed file.
  tryToCreate({ username, password, profile, seed, now, pins }, "");
  return tryToCreate({ username, password, profile, seed, now, pins, seedData }, `--seed-file: ${flags["seed-file"]}: `);
}

function tryToCreate(options, errorPrefix) {
  try {
    return new Sandbox(options);
  } catch (error) {
    throw new StartError(errorPrefix + error.message.replace(/^pins:/, errorPrefix ? "pins:" : "--pin:"));
  }
}

/** Applies the flags that take precedence over the state file. */
function applyFlags(sandbox, { profile, now, pins }) {
  if (profile !== undefined) {
    sandbox.profile = profile;
  }
  if (now !== undefined) {
    sandbox.clock.set(now);
  }
  if (pins !== undefined) {
    sandbox.seed({ pins });
  }
}

async function shutDown(server, stateFile) {
  await server.close();
  stateFile?.save();
  process.exit();
}
