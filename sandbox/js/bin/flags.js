import { parseArgs } from "node:util";
import { isLoopback } from "../loopback.js";

export const usage = `Usage: verigator sandbox [flags]

Serves an emulator of the Number Verification API and the Verigator API on this machine, for development and tests.

  --port NUMBER        the port to listen on, 0 for a free one (8787)
  --host ADDRESS       the address to listen on (127.0.0.1)
  --yes-expose         confirms an address that other machines can reach: the sandbox exposes secrets
  --allowed-host NAME  another host name by which the sandbox is reached; repeatable
  --username NAME      the username it accepts (sandbox)
  --password TEXT      the password it accepts (sandbox)
  --profile NAME       docs: follows the documentation; sdk: responds as the vendor's SDKs require (docs)
  --seed NUMBER        makes ids, PINs and secrets the same on every run
  --seed-file FILE     starts with the services, users, devices and PINs in this file, or with a snapshot
  --pin NUMBER=PIN     sends this PIN in every SMS to the number; repeatable
  --sender NAME        a sender's name that the account has activated for the Number Verification API; repeatable
  --now TIME           stops the clock at this time, as in 2026-01-01T00:00:00Z
  --data FILE          keeps the state in this file across restarts
  --static FOLDER      serves the files of a folder instead of the demo page
  --quiet              prints only errors
  --json               prints one line of JSON for each request and SMS
  -h, --help           prints this help`;

const options = {
  port: { type: "string" },
  host: { type: "string" },
  "yes-expose": { type: "boolean" },
  "allowed-host": { type: "string", multiple: true },
  username: { type: "string" },
  password: { type: "string" },
  profile: { type: "string" },
  seed: { type: "string" },
  "seed-file": { type: "string" },
  pin: { type: "string", multiple: true },
  sender: { type: "string", multiple: true },
  now: { type: "string" },
  data: { type: "string" },
  static: { type: "string" },
  quiet: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
};

/** A flag or file that prevents the sandbox from starting. */
export class StartError extends Error {}

/** Parses the flags. Throws a StartError that names the invalid one. */
export function parseFlags(args) {
  const { values } = tokenize(args);
  const host = values.host ?? "127.0.0.1";
  if (!isLoopback(host) && !values["yes-expose"]) {
    throw new StartError(
      `--host: expected a loopback address, got ${host}; --yes-expose allows other machines to reach the sandbox and its secrets`,
    );
  }
  return {
    ...values,
    host,
    isExposed: !isLoopback(host),
    port: parsePort(values.port),
    seed: parseSeed(values.seed),
    pins: parsePins(values.pin),
    now: parseNow(values.now),
  };
}

function tokenize(args) {
  try {
    return parseArgs({ args, options });
  } catch (error) {
    throw new StartError(`${error.message.split(". ")[0]}; \`verigator sandbox --help\` lists the flags`);
  }
}

function parsePort(text = "8787") {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65535)) {
    throw new StartError(`--port: expected a number from 0 to 65535, got ${text}`);
  }
  return port;
}

function parseSeed(text) {
  if (text !== undefined && !(/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)))) {
    throw new StartError(`--seed: expected an integer, got ${text}`);
  }
  return text === undefined ? undefined : Number(text);
}

/** Parses fixed PINs. Errors quote neither number nor PIN. */
function parsePins(texts) {
  const entries = texts?.map((text) => /^([^=]+)=([^=]+)$/.exec(text)?.slice(1));
  if (entries?.includes(undefined)) {
    throw new StartError("--pin: expected NUMBER=PIN, as in +46701740605=123456");
  }
  return entries && Object.fromEntries(entries);
}

function parseNow(text) {
  const now = text === undefined ? undefined : new Date(text);
  if (now && Number.isNaN(now.getTime())) {
    throw new StartError(`--now: expected a time as in 2026-01-01T00:00:00Z, got ${text}`);
  }
  return now;
}
