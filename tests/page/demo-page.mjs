/** Page object of the demo page. Each action waits for the result that it leads to. */
export class DemoPage {
  #page;

  constructor(page) {
    this.#page = page;
    this.pinField = page.locator("verigator-login [part=field]");
  }

  button(name) {
    return this.#page.getByRole("button", { name, exact: true });
  }

  waitForHeading(name) {
    return this.#page.getByRole("heading", { name }).waitFor();
  }

  waitForWelcome() {
    return this.waitForHeading(/^Welcome/);
  }

  /** Waits for a notice, e.g. of a rejected PIN or a failed call. */
  waitForAlert(text) {
    return this.#page.getByRole("alert").filter({ hasText: text }).waitFor();
  }

  async fillRegistration(username = "ada@example.com", phoneNumber = "+372 555 5501") {
    await this.#page.getByLabel("Email").fill(username);
    await this.#page.getByLabel("Phone number").fill(phoneNumber);
  }

  async register(...account) {
    await this.fillRegistration(...account);
    await this.button("Register").click();
    await this.waitForHeading("Sign in");
  }

  /** Clicks the button that starts by SMS without waiting for its result. */
  clickSms() {
    return this.button("Send a PIN by SMS").click();
  }

  async requestSms() {
    await this.clickSms();
    await this.pinField.waitFor();
  }

  async requestAppCode() {
    await this.button("Use the Verigator app").click();
    await this.pinField.waitFor();
  }

  /** Waits until the page shows a state of the login with this text, e.g. `rejection: "invalid"`. */
  waitForState(text) {
    return this.#page.locator(".login-state").filter({ hasText: text }).waitFor();
  }

  /** Waits until the browser has saved a state of the sandbox with this text, e.g. a PIN. */
  waitForSavedSandbox(text) {
    const isSaved = (part) =>
      Object.values(sessionStorage).some((item) => item.includes("verigator-sandbox") && item.includes(part));
    return this.#page.waitForFunction(isSaved, text);
  }

  async installApp() {
    await this.#page.getByRole("tab", { name: "Verigator" }).click();
    await this.button("Install the app").click();
    await this.button("Remove the app").waitFor();
  }

  async freezeClock() {
    await this.button("Freeze").click();
    await this.button("Resume").waitFor();
  }

  async deleteAccount() {
    await this.button("Delete account").click();
    await this.button("Confirm deletion").click();
    await this.waitForHeading("Create an account");
  }

  /** Returns the PIN of the newest SMS, once the phone has `count` messages. */
  async readPin(count = 1) {
    await this.#page.locator(`.messages > li:nth-child(${count})`).waitFor();
    return this.#page.locator(".messages .pin-link").last().textContent();
  }

  async typePin(pin) {
    await this.pinField.fill("");
    await this.pinField.pressSequentially(pin);
  }

  async injectFault(fault, target, frequency = "once") {
    await this.#page.getByLabel("Fault", { exact: true }).selectOption(fault);
    await this.#page.getByLabel("Request", { exact: true }).selectOption(target);
    await this.#page.getByLabel("Frequency", { exact: true }).selectOption(frequency);
    await this.button("Inject fault").click();
    await this.#page.locator(".active-faults li").first().waitFor();
  }

  /** Returns the rows of the network log, newest first, e.g. `POST 201 await …`. */
  networkLog() {
    return this.#page.locator(".rows > li").evaluateAll((rows) => {
      const textOf = (row, name) => row.querySelector(`.${name}`)?.textContent ?? "";
      return rows.map(
        (row) =>
          ["method", "status", "statement"]
            .map((name) => textOf(row, name))
            .join(" ")
            .trim() || row.textContent,
      );
    });
  }
}

/** Returns a PIN in which each digit is wrong. */
export function wrongPin(pin) {
  return pin.replace(/\d/g, (digit) => (Number(digit) + 1) % 10);
}
