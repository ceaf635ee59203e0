import { closeSync, openSync, writeSync } from "node:fs";
import { escapeControlCharacters } from "../printer.js";
import { UsageError } from "./flags.js";

/** The response headers that a transcript has. Others, such as cookies, may be secret. */
const shownHeaders = ["allow", "content-length", "content-type", "date", "retry-after", "server", "www-authenticate"];

/** Creates the file of the transcript, readable only by its owner. It must not exist. Returns a function that writes the text. */
export function createTranscript(path) {
  let file;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    const reason = error.code === "EEXIST" ? "exists already" : `could not be created (${error.code})`;
    throw new UsageError(`--transcript: ${path} ${reason}`);
  }
  return (text) => {
    writeSync(file, text);
    closeSync(file);
  };
}

/** Formats the exchanges, redacted, like the verbose output of curl. */
export function formatExchanges(exchanges, redactor) {
  return [...exchanges.values()].map((exchange) => formatExchange(exchange, redactor)).join("\n");
}

function formatExchange({ name, request, received, durationMs, ...response }, redactor) {
  if (request === undefined) return `# ${name}\n< ${received}\n`;
  const lines = [
    `# ${name}`,
    `> ${request.method} ${request.path}`,
    ...Object.entries(request.headers).map((header) => `> ${header.join(": ")}`),
    ...(request.body === undefined ? [] : [`> ${request.body}`]),
  ];
  const redacted = lines.map((line) => redactor.redact(line));
  return [...redacted, ...formatResponse(response, redactor), `  ${durationMs} ms`, ""]
    .map(escapeControlCharacters)
    .join("\n");
}

function formatResponse(response, redactor) {
  const failure = response.failure === undefined ? [] : [`! ${redactor.redact(response.failure)}`];
  if (response.status === undefined) return failure;
  const headers = shownHeaders
    .filter((name) => response.headers.has(name))
    .map((name) => `${name}: ${response.headers.get(name)}`);
  const body = redactor.redactBody(response);
  return [
    ...failure,
    `< ${response.status}`,
    ...headers.map((line) => `< ${redactor.redact(line)}`),
    ...(body === "" ? [] : [`< ${body}`]),
  ];
}
