import { encodeFault, encodeTime, ownProperties, parseMessage, parseRequest } from "./conversions.js";
import { isLoopback } from "./loopback.js";

/** The longest wait that the server allows for one request. */
const maxWaitMs = 60_000;

/** Tells the server that no image or link of a page sent the request. Without it a GET by http may change nothing. */
const programHeader = { "x-verigator-sandbox": "1" };

const spaceName = /^(?!\.{1,2}$)[\w.-]{1,100}$/;

/** Connects to a sandbox server, or to a space of it, which is created on its first use. */
export async function connectSandbox(url, options) {
  const { space } = ownProperties(options);
  const root = createControlClient(parseServerUrl(url));
  const client = space === undefined ? root : createControlClient(`${root.baseUrl}/spaces/${parseSpaceName(space)}`);
  const { username, password } = await client.send("GET", "settings");
  const dispose = space === undefined ? async () => {} : () => root.send("DELETE", `spaces/${space}`);
  return new RemoteSandbox(client, { username, password, dispose });
}

/** A sandbox on a server, with the surface of the class `Sandbox`; each method calls the control API. */
class RemoteSandbox {
  #client;
  #dispose;

  constructor(client, { username, password, dispose }) {
    this.#client = client;
    this.#dispose = dispose;
    this.baseUrl = client.baseUrl;
    this.clientOptions = clientOptions(client.baseUrl);
    this.username = username;
    this.password = password;
    this.clock = createClock(client);
    this.inbox = createInbox(client);
    this.devices = createDevices(client);
    this.faults = createFaults(client);
    Object.freeze(this);
  }

  async requests() {
    return (await this.#client.send("GET", "requests")).requests.map(parseRequest);
  }

  async snapshot() {
    return this.#client.send("GET", "snapshot");
  }

  async restore(snapshot) {
    await this.#client.send("PUT", "snapshot", snapshot);
  }

  async seed(data) {
    await this.#client.send("POST", "seed", data);
  }

  async reset() {
    await this.#client.send("POST", "reset");
  }

  /** Deletes the space. A sandbox without a space stays as it is, since others may use it. */
  async [Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose")]() {
    await this.#dispose();
  }
}

/** The options by which a client reaches the sandbox. It accepts http to another machine or container only if told to. */
function clientOptions(baseUrl) {
  const { protocol, hostname } = new URL(baseUrl);
  const needsOption = protocol === "http:" && !isLoopback(hostname) && !hostname.endsWith(".localhost");
  return Object.freeze({ baseUrl, ...(needsOption && { dangerouslyAllowHttp: true }) });
}

function createClock(client) {
  return Object.freeze({
    now: async () => new Date((await client.send("GET", "clock")).now),
    set: async (time) => void (await client.send("PUT", "clock", { now: encodeTime(time) })),
    advance: async (milliseconds) => void (await client.send("POST", "clock/advance", { milliseconds })),
    resume: async () => void (await client.send("POST", "clock/resume")),
  });
}

function createInbox(client) {
  return Object.freeze({
    async messages(phoneNumber) {
      const query = phoneNumber === undefined ? "" : `?to=${encodeURIComponent(phoneNumber)}`;
      return (await client.send("GET", `inbox${query}`)).messages.map(parseMessage);
    },
    waitFor: (phoneNumber, options) => waitFor(client, phoneNumber, options),
    clear: async () => void (await client.send("DELETE", "inbox")),
  });
}

async function waitFor(client, phoneNumber, options) {
  const { timeoutMs = Infinity, signal } = ownProperties(options);
  if (!(timeoutMs >= 0)) throw new TypeError("timeoutMs: expected a number of milliseconds, 0 or more");
  signal?.throwIfAborted();
  const endsAt = performance.now() + timeoutMs;
  for (let restMs = timeoutMs; ; restMs = endsAt - performance.now()) {
    const waitMs = Math.min(Math.max(Math.ceil(restMs), 0), maxWaitMs);
    const path = `inbox/next?to=${encodeURIComponent(phoneNumber)}&waitMs=${waitMs}`;
    const { message } = await client.send("GET", path, undefined, signal);
    if (message) return parseMessage(message);
    if (performance.now() >= endsAt)
      throw new DOMException(`no message arrived within ${timeoutMs} ms`, "TimeoutError");
  }
}

function createDevices(client) {
  const path = (phoneNumber) => `devices/${encodeURIComponent(phoneNumber)}`;
  return Object.freeze({
    attach: async (phoneNumber) => void (await client.send("PUT", path(phoneNumber))),
    detach: async (phoneNumber) => void (await client.send("DELETE", path(phoneNumber))),
    async code(phoneNumber, userId) {
      const { accounts } = await client.send("GET", path(phoneNumber));
      const account = accounts.find((account) => account.userId === userId);
      if (!account) throw new TypeError("userId: expected a user registered under the device's number");
      return account.code;
    },
  });
}

function createFaults(client) {
  return Object.freeze({
    next: async (fault, match) => void (await client.send("POST", "faults/next", encodeFault(fault, match))),
    clear: async () => void (await client.send("DELETE", "faults")),
  });
}

function parseServerUrl(url) {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== "http:" && parsed?.protocol !== "https:") {
    throw new TypeError("url: expected the URL of a sandbox server, as in http://127.0.0.1:8787");
  }
  return (parsed.origin + parsed.pathname).replace(/\/+$/, "");
}

function parseSpaceName(space) {
  if (typeof space !== "string" || !spaceName.test(space)) {
    throw new TypeError("space: expected a name of 1 to 100 characters A-Z, a-z, 0-9, '.', '_' and '-'");
  }
  return space;
}

/** Creates a client of the control API. The global fetch is looked up for each request, so that later mocks apply. */
function createControlClient(baseUrl) {
  async function send(method, path, data, signal) {
    const content = data === undefined ? {} : { "content-type": "application/json" };
    const init = {
      method,
      headers: { ...programHeader, ...content },
      body: JSON.stringify(data),
      ...(signal && { signal }),
    };
    const response = await reach(baseUrl, signal, () => fetch(`${baseUrl}/_sandbox/${path}`, init));
    const text = await reach(baseUrl, signal, () => response.text());
    if (!response.ok)
      throw new Error(parseErrorMessage(text) ?? `the sandbox at ${baseUrl} responded with status ${response.status}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  return { baseUrl, send };
}

/** Runs a step of a request. Runtimes wrap the reasons of signals in different ways, so an aborted step rejects with the reason itself. */
async function reach(baseUrl, signal, step) {
  try {
    return await step();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Error(`could not reach the sandbox at ${baseUrl}; start it with \`npx verigator sandbox\``, { cause });
  }
}

function parseErrorMessage(text) {
  try {
    return JSON.parse(text).message;
  } catch {
    return undefined;
  }
}
