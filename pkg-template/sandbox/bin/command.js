import { Sandbox } from "verigator/sandbox";
import { StartError, parseFlags, usage } from "./flags.js";
import { openStateFile } from "./state-file.js";
import { createPrinter } from "./printer.js";
import { listen } from "./server.js";

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
  const sandbox = createSandbox(flags);
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

function createSandbox({ username, password, profile, seed, now }) {
  try {
    return new Sandbox({ username, password, profile, seed, now });
  } catch (error) {
    throw new StartError(error.message);
  }
}

/** Applies the flags that take precedence over the state file. */
function applyFlags(sandbox, { profile, now }) {
  if (profile !== undefined) {
    sandbox.profile = profile;
  }
  if (now !== undefined) {
    sandbox.clock.set(now);
  }
}

async function shutDown(server, stateFile) {
  await server.close();
  stateFile?.save();
  process.exit();
}
