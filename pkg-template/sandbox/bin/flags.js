import { parseArgs } from "node:util";

export const usage = `Usage: verigator sandbox [flags]

Serves the Verigator API emulated, on this machine, for development and tests.

  --port NUMBER        where to listen, 0 for any free port (8787)
  --host ADDRESS       the address to listen on (127.0.0.1)
  --yes-expose         needed with an address that others can reach: the sandbox holds secrets
  --username NAME      the username it accepts (sandbox)
  --password TEXT      the password it accepts (sandbox)
  --profile NAME       docs: what the documentation says; sdk: what the vendor's SDKs accept (docs)
  --seed NUMBER        makes ids, PINs and secrets the same on every run
  --now TIME           where the clock stands, as in 2026-01-01T00:00:00Z
  --data FILE          keeps the state in this file across restarts
  --static FOLDER      serves the files of a folder in place of the demo page
  --quiet              prints nothing but problems
  --json               prints one line of JSON for each request and SMS
  --help               prints this`;

const options = {
  port: { type: "string" },
  host: { type: "string" },
  "yes-expose": { type: "boolean" },
  username: { type: "string" },
  password: { type: "string" },
  profile: { type: "string" },
  seed: { type: "string" },
  now: { type: "string" },
  data: { type: "string" },
  static: { type: "string" },
  quiet: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
};

/** A flag or file that the sandbox can't start with. */
export class StartError extends Error {}

/** Reads the flags; throws a StartError that names the bad one. */
export function readFlags(args) {
  const { values } = parse(args);
  const host = values.host ?? "127.0.0.1";
  if (!isLoopback(host) && !values["yes-expose"]) {
    throw new StartError(`--host: expected an address of this machine only, got ${host}; --yes-expose lets others reach the sandbox and its secrets`);
  }
  return { ...values, host, isExposed: !isLoopback(host), port: readPort(values.port), seed: readSeed(values.seed), now: readNow(values.now) };
}

function parse(args) {
  try {
    return parseArgs({ args, options });
  } catch (error) {
    throw new StartError(`${error.message.split(". ")[0]}; \`verigator sandbox --help\` lists the flags`);
  }
}

function readPort(text = "8787") {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65535)) {
    throw new StartError(`--port: expected a number from 0 to 65535, got ${text}`);
  }
  return port;
}

function readSeed(text) {
  if (text !== undefined && !(/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)))) {
    throw new StartError(`--seed: expected a whole number, got ${text}`);
  }
  return text === undefined ? undefined : Number(text);
}

function readNow(text) {
  const now = text === undefined ? undefined : new Date(text);
  if (now && Number.isNaN(now.getTime())) {
    throw new StartError(`--now: expected a time as in 2026-01-01T00:00:00Z, got ${text}`);
  }
  return now;
}

function isLoopback(host) {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
