/** A browser controlled by the WebDriver protocol, which Chromium, Firefox and WebKitGTK speak: https://www.w3.org/TR/webdriver2/ */
import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

/** The key under which a response holds an element. */
const elementKey = "element-6066-11e4-a52e-4f735466cecf";

const noSuchElement = "no such element";

/** What `type` and `press` need for these keys. */
export const enter = "\uE007";
export const tab = "\uE004";
export const control = "\uE009";

/** Opens a browser through the WebDriver program at `url`. */
export async function createSession(url, capabilities) {
  const body = { capabilities: { alwaysMatch: capabilities } };
  const { sessionId } = await send("POST", `${url}/session`, body);
  return new WebDriver(`${url}/session/${sessionId}`);
}

class WebDriver {
  #url;

  constructor(url) {
    this.#url = url;
  }

  /** Sets how long a script may run. Loading a page may take as long. */
  setTimeouts(timeoutMs) {
    return this.#post("timeouts", { script: timeoutMs, pageLoad: timeoutMs });
  }

  get(url) {
    return this.#post("url", { url });
  }

  refresh() {
    return this.#post("refresh", {});
  }

  /** Opens a new tab, and returns its handle for `switchTo`. */
  async openTab() {
    return (await this.#post("window/new", { type: "tab" })).handle;
  }

  /** Returns the handle of the present tab. */
  currentTab() {
    return send("GET", `${this.#url}/window`);
  }

  switchTo(handle) {
    return this.#post("window", { handle });
  }

  /** Closes the present tab. */
  closeTab() {
    return send("DELETE", `${this.#url}/window`);
  }

  /** Presses keys one after the other, where the focus is, and holds `modifier` meanwhile. */
  press(keys, modifier) {
    const strokes = [...keys].flatMap((value) => ["keyDown", "keyUp"].map((type) => ({ type, value })));
    const held = (type) => (modifier ? [{ type, value: modifier }] : []);
    const actions = [...held("keyDown"), ...strokes, ...held("keyUp")];
    return this.#post("actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Runs the body of a function, and returns its result. */
  executeScript(script, ...args) {
    return this.#post("execute/sync", { script, args });
  }

  /** Runs the body of a function whose last argument is a callback for its result. */
  executeAsyncScript(script, ...args) {
    return this.#post("execute/async", { script, args });
  }

  /** Waits until a function returns something true, and returns that. */
  async wait(condition, timeoutMs) {
    for (const end = Date.now() + timeoutMs; Date.now() < end; await delay(20)) {
      const result = await condition();
      if (result) return result;
    }
    throw new Error(`${condition} was not true within ${timeoutMs / 1_000} s`);
  }

  /** Returns the first element with a CSS selector, or with an XPath, which starts with `//`. Returns undefined if there is none. */
  async find(selector) {
    const using = selector.startsWith("//") ? "xpath" : "css selector";
    try {
      const found = await this.#post("element", { using, value: selector });
      return new Element(`${this.#url}/element/${found[elementKey]}`);
    } catch (error) {
      if (error.code === noSuchElement) return undefined;
      throw error;
    }
  }

  cookie(name) {
    return send("GET", `${this.#url}/cookie/${name}`);
  }

  quit() {
    return send("DELETE", this.#url);
  }

  #post(command, body) {
    return send("POST", `${this.#url}/${command}`, body);
  }
}

class Element {
  #url;

  constructor(url) {
    this.#url = url;
  }

  click() {
    return send("POST", `${this.#url}/click`, {});
  }

  type(text) {
    return send("POST", `${this.#url}/value`, { text });
  }

  text() {
    return send("GET", `${this.#url}/text`);
  }

  property(name) {
    return send("GET", `${this.#url}/property/${name}`);
  }

  isEnabled() {
    return send("GET", `${this.#url}/enabled`);
  }
}

/** Sends a command. Not by fetch, which gives up after five minutes without a response. */
async function send(method, url, body) {
  const text = await new Promise((resolve, reject) => {
    const options = { method, agent: false, headers: { "content-type": "application/json" } };
    const sent = request(url, options, async (response) => {
      let received = "";
      response.setEncoding("utf8").on("data", (chunk) => (received += chunk));
      response.once("end", () => resolve(received)).once("error", reject);
    });
    sent.once("error", reject).end(body && JSON.stringify(body));
  });
  const { value } = JSON.parse(text);
  if (value?.error) throw Object.assign(new Error(`${value.error}: ${value.message}`), { code: value.error });
  return value;
}
