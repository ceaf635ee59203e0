import { escapeControlCharacters } from "../printer.js";
import { sendRequest } from "./http.js";
import { Redactor } from "./redactor.js";
import { findTransientFailure, maxFailures, StopError } from "./session.js";
import { Terminal } from "./terminal.js";
import { formatExchanges } from "./transcript.js";

/** A number that is reserved for fiction, for the starts that the API should refuse. */
const nobody = "+46701740605";
const unknownPin = { verification_id: "probe-unknown-id", pin: "1234" };
const pinLength = 6;
const maxReplyLength = 60;
const stateWidth = 14;

/**
 * Tests rules of the sandbox on the Number Verification API, and prints the results. Returns the exit code.
 *
 * Nothing is created, so an interruption leaves nothing to delete.
 */
export async function probeNumberVerification(settings, writeTranscript) {
  const probe = new Probe(settings);
  const reason = await run(probe);
  const title = `Number Verification probe of ${settings.baseUrl}`;
  const counts = ["confirmed", "contradicted", "failed"].map((state) => `${probe.count(state)} ${state}`);
  const end = reason === undefined ? [] : [`Ended early: ${reason}.`];
  const text = [title, "", ...probe.lines, "", `${counts.join(", ")}.`, ...end].join("\n");
  console.log(text);
  writeTranscript?.(`${text}\n\n${probe.transcript()}`);
  if (probe.count("contradicted") > 0) return 1;
  return reason !== undefined || probe.count("failed") > 0 ? 3 : 0;
}

async function run(probe) {
  try {
    return await probe.run();
  } catch (error) {
    if (error instanceof StopError) return error.message;
    throw error;
  }
}

class Probe {
  lines = [];
  #states = [];
  #exchanges = new Map();
  #redactor = new Redactor();

  constructor({ baseUrl, credentials, phoneNumber, timeoutMs, isConfirmed }) {
    Object.assign(this, { baseUrl, credentials, phoneNumber, timeoutMs, isConfirmed });
    this.#redactor.add(credentials.username, "USERNAME");
    this.#redactor.add(credentials.password, "PASSWORD");
    if (phoneNumber) this.#redactor.addPhoneNumber(phoneNumber);
  }

  count(state) {
    return this.#states.filter((other) => other === state).length;
  }

  transcript() {
    return formatExchanges(this.#exchanges, this.#redactor);
  }

  /** Sends all requests, one after the other. Returns why it ended early, if it did. */
  async run() {
    const first = await this.#send("an unknown id", "/verify/pin", unknownPin);
    if (first.failure !== undefined) return this.#redactor.redact(`could not reach ${this.baseUrl}: ${first.failure}`);
    if (first.text.trim() === "ERROR 101") return "the credentials are rejected";
    this.#record("an unknown id gives `ERROR 110`", describeReply(first), "ERROR 110");
    const form = "200 text/plain, no line break";
    this.#record("a reply has status 200, `text/plain` and no line break", describeForm(first), form);
    await this.#checkSpellings();
    await this.#checkErrors();
    return this.phoneNumber === undefined ? undefined : this.#checkMessage();
  }

  /** Asks for an unknown id in the ways in which the vendor's clients spell a request. */
  async #checkSpellings() {
    const check = (sentence, path, options) => this.#check(sentence, path, unknownPin, "ERROR 110", options);
    await check("GET is the same as POST", "/verify/pin", { method: "GET" });
    await check("a slash at the end is accepted without a redirect", "/verify/pin/");
    await check("a doubled slash is accepted", "/verify//pin");
    await check("the prefix `/v1` is accepted", "/v1/verify/pin");
    await check("a form in the body is accepted", "/verify/pin", { isForm: true });
    const repeated = "&username=&password=";
    await check("of a repeated parameter the first value counts", "/verify/pin", { end: repeated });
  }

  async #checkErrors() {
    await this.#check("a missing parameter gives `ERROR 102`", "/verify/pin", { pin: "1234" }, "ERROR 102");
    await this.#check("a start without a number gives `ERROR 102`", "/verify/start", {}, "ERROR 102");
    const wrong = { to: nobody, max_tries: "1", password: `${this.credentials.password}-wrong` };
    await this.#check("wrong credentials give `ERROR 101`", "/verify/start", wrong, "ERROR 101");
    const template = { to: nobody, max_tries: "1", template: "no placeholder" };
    await this.#check("a template without `<PIN>` gives `ERROR 109`", "/verify/start", template, "ERROR 109");
  }

  /** Sends one message, and checks a wrong PIN and the one that the user types. Returns why it ended early, if it did. */
  async #checkMessage() {
    const terminal = new Terminal();
    try {
      const question = `Send one paid SMS to the number that ends with ${this.phoneNumber.slice(-2)} by ${this.baseUrl}?`;
      if (!this.isConfirmed && (await terminal.confirm(question)) !== true) return "you did not confirm the SMS";
      const parameters = { to: this.phoneNumber, max_tries: "1", pin_length: String(pinLength) };
      const { text = "" } = await this.#check("a start gives `OK` and an id", "/verify/start", parameters, /^OK \S+$/);
      const id = /^OK (\S+)$/.exec(text.trim())?.[1];
      if (id === undefined) return "the start returned no id";
      this.#redactor.addId("verification", id);
      const pin = await this.#askPin(terminal);
      if (pin === undefined) return "you typed no PIN";
      await this.#checkPins(id, pin);
      return undefined;
    } finally {
      terminal.close();
    }
  }

  async #askPin(terminal) {
    let pin;
    do {
      pin = (await terminal.ask(`PIN of the SMS, ${pinLength} digits (nothing to end): `))?.replace(/\s/g, "");
    } while (pin && !new RegExp(`^\\d{${pinLength}}$`).test(pin));
    return pin || undefined;
  }

  async #checkPins(id, pin) {
    const wrong = pin === "000000" ? "111111" : "000000";
    for (const secret of [pin, wrong]) this.#redactor.addPin(secret);
    const check = (sentence, typed, expected) =>
      this.#check(sentence, "/verify/pin", { verification_id: id, pin: typed }, expected);
    await check("a wrong PIN gives `INVALID`", wrong, "INVALID");
    await check("the right PIN gives `VERIFIED`", pin, "VERIFIED");
    await check("a second check of the right PIN gives `ERROR 110`", pin, "ERROR 110");
  }

  /** Sends a request, and records whether its reply is the expected one. */
  async #check(sentence, path, parameters, expected, options) {
    const response = await this.#send(sentence, path, parameters, options);
    if (response.failure === undefined) this.#record(sentence, describeReply(response), expected);
    else this.#add("failed", `${sentence}: ${response.failure}`);
    if (this.count("failed") === maxFailures) throw new StopError(`${maxFailures} requests failed`);
    return response;
  }

  /** Sends a request with a body that Node cannot send a second time, also if it is empty. */
  async #send(name, path, parameters, { method = "POST", end = "", isForm = false } = {}) {
    const query = encode({ ...this.credentials, ...parameters }) + end;
    const request = isForm
      ? { method, path, headers: { "content-type": "application/x-www-form-urlencoded" }, body: query }
      : { method, path: `${path}?${query}`, headers: {}, body: method === "GET" ? undefined : "" };
    const response = await sendRequest(this.baseUrl + request.path, request, this.timeoutMs);
    response.failure ??= findTransientFailure(response);
    this.#exchanges.set(name, { name, request, ...response });
    return response;
  }

  #record(sentence, received, expected) {
    const isExpected = expected instanceof RegExp ? expected.test(received) : received === expected;
    if (isExpected) this.#add("confirmed", sentence);
    else this.#add("contradicted", `${sentence}: received ${received.slice(0, maxReplyLength) || "nothing"}`);
  }

  #add(state, text) {
    this.#states.push(state);
    this.lines.push(state.padEnd(stateWidth) + escapeControlCharacters(this.#redactor.redact(text)));
  }
}

/** Encodes as the redactor expects it. */
function encode(parameters) {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}

function describeReply({ status, text }) {
  return status === 200 ? text.trim() : `status ${status}`;
}

function describeForm({ status, headers, text }) {
  const mediaType = (headers.get("content-type") ?? "no type").split(";")[0];
  return `${status} ${mediaType}, ${/[\r\n]/.test(text) ? "a" : "no"} line break`;
}
