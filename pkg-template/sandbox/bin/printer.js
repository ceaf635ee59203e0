/** Creates a printer of events to standard output: as text, as JSON, or none. */
export function createPrinter({ quiet, json }) {
  if (quiet) {
    return { started() {}, sms() {}, request() {} };
  }
  return json ? jsonPrinter : textPrinter;
}

const jsonPrinter = {
  started: ({ username, password }, url) => print({ event: "started", url, username, password }),
  sms: (message) => print({ event: "sms", ...message }),
  request: (request) => print({ event: "request", ...request }),
};

const textPrinter = {
  started({ username, password }, url) {
    console.log(`Verigator sandbox at ${url}`);
    console.log(`username ${username}, password ${password}`);
    console.log(curlCommand({ username, password }, url));
  },
  sms({ to, pin, service, space }) {
    console.log(`      SMS to ${to} from ${service}${formatSpace(space)}: PIN ${pin}`);
  },
  request({ method, path, status, durationMs, space }) {
    console.log(`${status} ${method} ${path} ${durationMs} ms${formatSpace(space)}`);
  },
};

function formatSpace(space) {
  return space === undefined ? "" : ` in space ${space}`;
}

function print(line) {
  console.log(JSON.stringify(line));
}

function curlCommand({ username, password }, url) {
  const body = JSON.stringify({ fqdn: "coffeeshop.com", name: "Coffee Shop" });
  return `curl ${url}/v1/service/service -H ${quote(`X-Service-Auth: ${username}:${password}`)} -d ${quote(body)}`;
}

/** Quotes a string for a POSIX shell. */
function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
