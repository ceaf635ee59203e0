/** Creates a printer of events to standard output: as text, as JSON, or none. */
export function createPrinter({ quiet, json }) {
  if (quiet) {
    return { started() {}, sms() {}, request() {} };
  }
  return json ? jsonPrinter : textPrinter;
}

/** The characters that a terminal may interpret: control characters, invisible ones and those that change the direction of text. */
const controlCharacters = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const jsonPrinter = {
  started: ({ username, password }, url) => print({ event: "started", url, username, password }),
  sms: (message) => print({ event: "sms", ...message }),
  request: (request) => print({ event: "request", ...request }),
};

const textPrinter = {
  started({ username, password }, url) {
    printText(`Verigator sandbox at ${url}`);
    printText(`username ${username}, password ${password}`);
    printText(`Number Verification: ${verifyNumberCommand({ username, password }, url)}`);
    printText(`Verigator:           ${createServiceCommand({ username, password }, url)}`);
  },
  sms({ to, pin, service, space }) {
    printText(`      SMS to ${to} from ${service}${formatSpace(space)}: PIN ${pin}`);
  },
  request({ method, path, status, durationMs, space }) {
    printText(`${status} ${method} ${path} ${durationMs} ms${formatSpace(space)}`);
  },
};

function formatSpace(space) {
  return space === undefined ? "" : ` in space ${space}`;
}

function printText(line) {
  console.log(escapeControlCharacters(line));
}

/** Prints a line of JSON, which escapes only the first 32 control characters by itself. */
function print(line) {
  console.log(escapeControlCharacters(JSON.stringify(line)));
}

/** Escapes the characters that a terminal may interpret. */
export function escapeControlCharacters(text) {
  return text.replace(controlCharacters, (character) => character.split("").map(escapeCodeUnit).join(""));
}

function escapeCodeUnit(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Passes each parameter on its own, since curl encodes them. It sends a POST with the parameters in the query. */
function verifyNumberCommand({ username, password }, url) {
  const parameters = [`username=${username}`, `password=${password}`, "to=+46701740605", "max_tries=1"];
  return `curl ${url}/verify/start -X POST -G ${parameters.map((parameter) => `--data-urlencode ${quote(parameter)}`).join(" ")}`;
}

function createServiceCommand({ username, password }, url) {
  const body = JSON.stringify({ fqdn: "coffeeshop.com", name: "Coffee Shop" });
  return `curl ${url}/v1/service/service -H ${quote(`X-Service-Auth: ${username}:${password}`)} -d ${quote(body)}`;
}

/** Quotes a string for a POSIX shell. */
function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
