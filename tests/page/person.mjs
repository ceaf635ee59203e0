/** What a person does on the page. Each step waits for what it leads to. */
export function personAt(page) {
  const button = (name) => page.getByRole("button", { name, exact: true });
  const heading = (name) => page.getByRole("heading", { name }).waitFor();
  const pinField = page.getByLabel("PIN", { exact: true });

  async function register(username = "ada@example.com", phoneNumber = "+372 555 5501") {
    await page.getByLabel("E-mail").fill(username);
    await page.getByLabel("Phone number").fill(phoneNumber);
    await button("Register").click();
    await heading("Sign in");
  }

  async function askForSms() {
    await page.getByRole("button", { name: "Text me a PIN" }).click();
    await page.getByText("We sent an SMS to").waitFor();
  }

  async function askForApp() {
    await page.getByRole("button", { name: "Use the app" }).click();
    await pinField.waitFor();
  }

  async function installApp() {
    await page.getByRole("tab", { name: "Verigator" }).click();
    await button("Install the app").click();
    await button("Remove the app").waitFor();
  }

  /** The PIN of the newest SMS on the phone, once there are so many. */
  async function readPin(count = 1) {
    await page.locator(`.bubbles > li:nth-child(${count})`).waitFor();
    return page.locator(".bubbles .pin-in-text").last().textContent();
  }

  const wrong = (pin) => pin.replace(/\d/g, (digit) => (Number(digit) + 1) % 10);

  async function typePin(pin) {
    await pinField.fill("");
    await pinField.pressSequentially(pin);
  }

  /** Resolves when the PIN was refused with these words. */
  const refusedWith = (words) => page.getByRole("alert").filter({ hasText: words }).waitFor();
  const signedIn = () => heading(/^Welcome/);

  async function switchOn(fault, call, occasion = "once") {
    await page.getByLabel("What goes wrong").selectOption(fault);
    await page.getByLabel("With which call").selectOption(call);
    await page.getByLabel("How often").selectOption(occasion);
    await button("Switch on").click();
    await page.locator(".armed li").first().waitFor();
  }

  /** The lines of the wire, newest first, as `POST 201 await …`. */
  const wire = () => page.locator(".rows > li").evaluateAll((rows) => rows.map((row) => ["method", "status", "statement"].map((part) => row.querySelector(`.${part}`)?.textContent ?? "").join(" ").trim() || row.textContent));

  return { button, heading, pinField, register, askForSms, askForApp, installApp, readPin, wrong, typePin, refusedWith, signedIn, switchOn, wire };
}
