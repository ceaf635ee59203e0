import { parseArgs } from "node:util";
import { isLoopback } from "../../loopback.js";
import { maxMessages } from "./sms-calls.js";

export const usage = `Usage: verigator probe [flags]

Tests which rules of the sandbox the live Verigator API follows, with the credentials in VERIGATOR_USERNAME and
VERIGATOR_PASSWORD. It creates a service and users, and deletes them at the end, also when it is interrupted.
With a second account in VERIGATOR_OTHER_USERNAME and VERIGATOR_OTHER_PASSWORD it also tests the access to
services of other accounts.

With --api number-verification it tests the Number Verification API instead, with MESSENTE_USERNAME and
MESSENTE_PASSWORD. It creates nothing there. One request should be refused for its template; an API that
accepts it would send one SMS to a number that is reserved for fiction.

  --api NAME           verigator or number-verification (verigator)
  --base-url URL       the API to test (https://api.verigator.com, https://api2.messente.com)
  --send-sms NUMBER    also sends up to ${maxMessages} paid SMS to this phone number, and asks you for their PINs;
                       one with --api number-verification
  --yes                does not ask before sending SMS
  --transcript FILE    writes the results and all exchanges to a new file, without credentials, PINs and phone numbers
  --timeout-ms NUMBER  the time limit of each request (10000)
  -h, --help           prints this help

Exit codes:
  0    no rule is contradicted
  1    a rule is contradicted
  2    invalid flags, or missing credentials
  3    not everything could be tested: no connection, rejected credentials, or failed requests
  4    something that was created could not be deleted
  130  interrupted by SIGINT (SIGTERM: 143, SIGHUP: 129), and everything is deleted`;

const options = {
  api: { type: "string" },
  "base-url": { type: "string" },
  "send-sms": { type: "string" },
  yes: { type: "boolean" },
  transcript: { type: "string" },
  "timeout-ms": { type: "string" },
  help: { type: "boolean", short: "h" },
};

const defaultUrls = { verigator: "https://api.verigator.com", "number-verification": "https://api2.messente.com" };

/** An invalid flag, environment variable or file. */
export class UsageError extends Error {}

/** Parses the flags and the credentials in the environment. Errors quote no URL, number or credentials. */
export function parseFlags(args, environment) {
  const values = tokenize(args);
  if (values.help) return values;
  const api = parseApi(values.api);
  return {
    api,
    baseUrl: parseBaseUrl(values["base-url"] ?? defaultUrls[api]),
    phoneNumber: parsePhoneNumber(values["send-sms"]),
    isConfirmed: values.yes === true,
    transcript: values.transcript,
    timeoutMs: parseTimeout(values["timeout-ms"]),
    credentials: readCredentials(environment, api === "verigator" ? "VERIGATOR" : "MESSENTE"),
    other: api === "verigator" && hasOther(environment) ? readCredentials(environment, "VERIGATOR_OTHER") : undefined,
  };
}

function tokenize(args) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    // The message of an unexpected argument quotes it, which may be a password.
    const reason =
      error.code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL" ? "expected only flags" : error.message.split(". ")[0];
    throw new UsageError(`${reason}; \`verigator probe --help\` lists the flags`);
  }
}

function parseApi(name = "verigator") {
  if (!Object.hasOwn(defaultUrls, name)) throw new UsageError("--api: expected verigator or number-verification");
  return name;
}

function parseBaseUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSecure = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (!isSecure) throw new UsageError("--base-url: expected an https URL, or an http URL of a loopback host");
  if (url.username || url.password || url.search || url.hash) {
    throw new UsageError("--base-url: expected a URL without credentials, query and fragment");
  }
  return url.href.replace(/\/+$/, "");
}

function parsePhoneNumber(text) {
  const number = text?.replace(/[\s()-]/g, "");
  if (number !== undefined && !/^\+\d{6,15}$/.test(number)) {
    throw new UsageError("--send-sms: expected a phone number with a plus and the country code, as in +46701740605");
  }
  return number;
}

function parseTimeout(text = "10000") {
  const timeoutMs = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (timeoutMs === 0) throw new UsageError("--timeout-ms: expected a number from 1 to 999999");
  return timeoutMs;
}

function hasOther(environment) {
  return Boolean(environment.VERIGATOR_OTHER_USERNAME || environment.VERIGATOR_OTHER_PASSWORD);
}

const headerValue = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

/** Reads credentials. A header can only have printable ASCII, and its first colon separates the username. */
function readCredentials(environment, prefix) {
  const [username, password] = [`${prefix}_USERNAME`, `${prefix}_PASSWORD`].map((name) => {
    const value = environment[name];
    if (!value)
      throw new UsageError(`${name}: expected an environment variable with the credentials of an account, got none`);
    // The Number Verification API has the credentials in the query, which can have any text.
    if (prefix !== "MESSENTE" && !headerValue.test(value))
      throw new UsageError(`${name}: expected printable ASCII without spaces at its ends`);
    return value;
  });
  if (prefix !== "MESSENTE" && username.includes(":"))
    throw new UsageError(`${prefix}_USERNAME: expected a username without a colon`);
  return { username, password };
}
