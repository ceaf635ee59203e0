/** Page object of the element, in a browser that WebDriver controls. */
import assert from "node:assert/strict";
import { control, enter } from "../browsers/web-driver.mjs";
import { longTimeoutMs } from "../page/programs.mjs";

const inShadow = "const element = document.querySelector('verigator-login'); const shadow = element?.shadowRoot;";

/** What a page shows: texts, the buttons that can be used and those that have to wait, and where the focus is. */
const readScript = `${inShadow}
  if (!shadow?.querySelector("form")?.lang) return undefined;
  const find = (part) => shadow.querySelector('[part~="' + part + '"]');
  const shown = [...shadow.querySelectorAll("button, a")].filter((button) => !button.closest("[hidden]"));
  const isWaiting = (button) => button.getAttribute("aria-disabled") === "true";
  const names = (buttons) => buttons.map((button) => button.textContent);
  const field = find("field");
  const { activeElement } = shadow;
  return {
    step: element.login.state.step,
    message: find("message").textContent,
    problem: find("problem").textContent,
    usable: names(shown.filter((button) => !isWaiting(button))),
    waiting: names(shown.filter(isWaiting)),
    value: field.closest("[hidden]") ? undefined : field.value,
    focus: activeElement && (activeElement === field ? "field" : activeElement.textContent),
  };`;

export class Form {
  #driver;

  constructor(driver) {
    this.#driver = driver;
  }

  open(url) {
    return this.#driver.get(url);
  }

  read() {
    return this.#driver.executeScript(readScript);
  }

  /** Waits until the page shows what is expected, and returns what it shows. `expected` has texts and patterns by name. */
  async waitFor(expected) {
    let seen;
    const matches = ([name, value]) => (value instanceof RegExp ? value.test(seen[name]) : value === seen[name]);
    const condition = async () => {
      seen = await this.read();
      return seen && Object.entries(expected).every(matches);
    };
    await this.#driver.wait(condition, longTimeoutMs / 12).catch(() => {
      assert.fail(`expected ${Object.entries(expected).join(" ")}, got ${JSON.stringify(seen)}`);
    });
    return seen;
  }

  /** Presses a button by the key Enter. WebKitGTK clicks on nothing in a shadow tree, and what Firefox has clicked on stays out of its back-forward cache. */
  async click(text) {
    const isFound = await this.#driver.executeScript(
      `${inShadow} const button = [...shadow.querySelectorAll("button, a")].find((button) => !button.hidden && button.textContent === arguments[0]);
       button?.focus(); return !!button;`,
      text,
    );
    assert.ok(isFound, text);
    await this.#driver.press(enter);
  }

  /** Types where the field's selection is. */
  async type(text) {
    await this.#driver.executeScript(`${inShadow} shadow.querySelector("input").focus();`);
    await this.#driver.press(text);
  }

  /** Pastes text into the field from the clipboard, which WebKitGTK does not have here: there the text is inserted. */
  async paste(text, browser) {
    const focus = `${inShadow} shadow.querySelector("input").focus();`;
    if (browser === "webkit")
      return this.#driver.executeScript(`${focus} document.execCommand("insertText", false, arguments[0]);`, text);
    await this.#driver.executeScript(
      "const source = document.createElement('input'); source.value = arguments[0]; document.body.append(source); source.select();",
      text,
    );
    await this.#driver.press("c", control);
    await this.#driver.executeScript(focus);
    await this.#driver.press("v", control);
  }

  /** Fills the field in as a browser does from an SMS. */
  autofill(text) {
    return this.#driver.executeScript(
      `${inShadow} const field = shadow.querySelector("input"); field.value = arguments[0];
       field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertReplacementText" }));`,
      text,
    );
  }

  /** Starts by SMS, and waits for the field. */
  async start() {
    await this.waitFor({ step: "idle" });
    await this.click("Send a PIN by SMS");
    await this.waitFor({ step: "waiting" });
  }

  events() {
    return this.#driver.executeScript("return window.events");
  }

  /** What went wrong in the page, e.g. violations of its CSP. */
  problems() {
    return this.#driver.executeScript("return window.problems");
  }
}
