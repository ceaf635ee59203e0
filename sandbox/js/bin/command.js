import { Sandbox } from "verigator/sandbox";
import { StartError, parseFlags, usage } from "./flags.js";
import { createPatternMatcher } from "./pattern-matcher.js";
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
  const engine = sandbox[Symbol.for("verigator.sandbox.engine")];
  engine.matchPattern = createPatternMatcher();
  const stateFile = flags.data === undefined ? undefined : await openStateFile(flags.data, sandbox, engine);
  applyFlags(engine, flags);
  const printer = createPrinter(flags);
  const server = await listen(engine, { ...flags, stateFile });
  sandbox.on("sms", printer.sms);
  // The Number Verification API sends some messages by itself, without a request that marks the state as changed.
  sandbox.on("sms", () => stateFile?.markChanged());
  sandbox.on("request", printer.request);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => shutDown(server, stateFile));
  }
  // Last, since a reader of the output may send requests and signals from now on.
  printer.started(sandbox, server.url);
}

function createSandbox(flags) {
  const { username, password, profile, seed, now, pins, seedData, isExposed, sender: senders } = flags;
  const options = {
    username,
    password,
    profile,
    seed,
    now,
    pins,
    senders,
    exposed: isExposed,
    allowedHosts: flags["allowed-host"],
  };
  // Without the seed data first, so that an error belongs either to a flag or to the seed file.
  tryToCreate(options, "");
  return tryToCreate({ ...options, seedData }, `--seed-file: ${flags["seed-file"]}: `);
}

function tryToCreate(options, errorPrefix) {
  try {
    return new Sandbox(options);
  } catch (error) {
    throw new StartError(errorPrefix ? errorPrefix + error.message : nameFlag(error.message));
  }
}

/** Names the flag in place of the option, where the two differ. */
function nameFlag(message) {
  return message
    .replace(/^pins:/, "--pin:")
    .replace(/^senders:/, "--sender:")
    .replace(/^allowedHosts:/, "--allowed-host:");
}

/** Applies the flags that take precedence over the state file, in the root and in each space, as if the space were new. */
function applyFlags(engine, { profile, now, pins }) {
  const names = engine.control("GET", "spaces").spaces.map(({ name }) => name);
  for (const space of [undefined, ...names]) {
    if (profile !== undefined) engine.control("PUT", "profile", { profile }, space);
    if (now !== undefined) engine.control("PUT", "clock", { now }, space);
    if (pins !== undefined) engine.control("POST", "seed", { pins }, space);
  }
}

async function shutDown(server, stateFile) {
  await server.close();
  const isSaved = (await stateFile?.close()) ?? true;
  process.exit(isSaved ? 0 : 1);
}
