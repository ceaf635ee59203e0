/** Tells on standard output what happens: for people, as JSON, or not at all. */
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
    console.log(curlLine({ username, password }, url));
  },
  sms({ to, pin, service }) {
    console.log(`      SMS to ${to} from ${service}: PIN ${pin}`);
  },
  request({ method, path, status, durationMs }) {
    console.log(`${status} ${method} ${path} ${durationMs} ms`);
  },
};

function print(line) {
  console.log(JSON.stringify(line));
}

function curlLine({ username, password }, url) {
  const body = JSON.stringify({ fqdn: "coffeeshop.com", name: "Coffee Shop" });
  return `curl ${url}/v1/service/service -H ${quoted(`X-Service-Auth: ${username}:${password}`)} -d ${quoted(body)}`;
}

/** Quotes a text for a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
