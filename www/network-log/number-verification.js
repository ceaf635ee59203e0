/** How the network log shows the requests of the Number Verification API, which has parameters in the URL, and replies of one line of text. */
const path = /\/verify\/(start|pin)$/;

/** The environment variables that replace redacted parameters. */
const variables = { username: "MESSENTE_USERNAME", password: "MESSENTE_PASSWORD", to: "PHONE_NUMBER", pin: "PIN" };
const defaultPinLength = "6";

/** Whether a recorded request is one of this API. */
export function isNumberVerification(record) {
  return path.test(record.path) && record.source !== "other";
}

/** Returns the JavaScript statement that sent a recorded request. `quote` turns the number and the PIN into code. */
export function verificationStatement({ operation, parameters }, quote = (_, text) => JSON.stringify(text)) {
  const { to, pin, verification_id: id, pin_length: length } = Object.fromEntries(parameters);
  if (operation === "verifyPin") return `await messente.verifyPin(${JSON.stringify(id)}, ${quote("pin", pin)})`;
  const options = length === defaultPinLength ? "" : `, { pinLength: ${Number(length)} }`;
  return `await messente.verifyNumber(${quote("to", to)}${options})`;
}

/** Returns a short result of a reply: `verified`, why a PIN was rejected, or the error, whose status is 200, too. */
export function verificationResult({ responseBody }) {
  const text = responseBody.trim();
  if (text === "VERIFIED") return "verified";
  if (["INVALID", "EXPIRED", "THROTTLED"].includes(text)) return `rejected, ${text.toLowerCase()}`;
  return errorOf(text);
}

/** Whether the reply to a recorded request is an error, in spite of its status. */
export function isErrorReply(record) {
  return isNumberVerification(record) && errorOf(record.responseBody ?? "") !== undefined;
}

function errorOf(text) {
  return /^(?:ERROR|FAILED) \d{1,4}(?=\s*$)/.exec(text)?.[0];
}

/** Returns a JavaScript program that repeats a recorded request. It passes `baseUrl` unless that is the client's default. */
export function toVerificationProgram(record, baseUrl) {
  const options = baseUrl === "https://api2.messente.com" ? "" : `, { baseUrl: ${JSON.stringify(baseUrl)} }`;
  const statement = verificationStatement(record, (name) => `process.env.${variables[name]}`);
  return `import { NumberVerification } from "verigator";

const messente = new NumberVerification(process.env.MESSENTE_USERNAME, process.env.MESSENTE_PASSWORD${options});
console.log(${statement});
`;
}

/** Returns a curl command that repeats a recorded request. `-G` puts the parameters into the URL. */
export function toVerificationCurl({ method, url, parameters }) {
  const data = parameters.map(([name, value]) => `--data-urlencode ${quoteForShell(name, value)}`);
  return [`curl -G -X ${method} '${url}'`, "-H 'Accept: text/plain'", ...data].join(" \\\n  ");
}

function quoteForShell(name, value) {
  return name in variables ? `"${name}=$${variables[name]}"` : `'${name}=${value.replaceAll("'", "'\\''")}'`;
}
