/** How the element fits into pages and frameworks, in Chromium. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { find, longTimeoutMs } from "../page/programs.mjs";
import { hold, openWebSite } from "./web-site.mjs";

let site;
let browser;
before(async () => {
  [site, browser] = await Promise.all([
    openWebSite(),
    chromium.launch({
      executablePath: find("chromium", "google-chrome"),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }),
  ]);
});
after(() => Promise.all([browser?.close(), site?.close()]));

/** Opens a page of a new visitor. `requested` lists the paths of the files that it has requested. */
async function openPage(t, { options, attributes, init, ...further } = {}) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(longTimeoutMs);
  const requested = [];
  page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  const visitor = await site.visit(options);
  if (init) await page.addInitScript(init);
  await page.goto(visitor.page(attributes, further));
  return { page, visitor, requested };
}

/** Types a PIN once it was sent, and submits it. */
async function submit(page, pinOf) {
  await page.getByLabel("PIN").waitFor();
  await page.getByLabel("PIN").pressSequentially(pinOf());
  await page.keyboard.press("Enter");
}

/** Waits for the step of the first element. */
const step = (page, name) =>
  page.waitForFunction((name) => document.querySelector("verigator-login").login?.state.step === name, name);
const button = (page, name) => page.getByRole("button", { name, exact: true });
const events = (page) => page.evaluate(() => window.events);

/** Runs in the page: what an element does is known after a frame and a round trip. */
const settle = (page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

test("the client is loaded once the element is seen, and the element shows its own content until then", async (t) => {
  const { page, requested } = await openPage(t, { style: "below.css", content: "<p>Loading</p>" });
  await page.waitForFunction(() => customElements.get("verigator-login"));
  await settle(page);
  assert.ok(requested.includes("/verigator/login/element.js"));
  assert.ok(!requested.some((path) => /form|browser|\.wasm|2fa/.test(path)), requested.join());
  assert.ok(await page.getByText("Loading").isVisible());
  await page.locator("verigator-login").scrollIntoViewIfNeeded();
  await button(page, "Send a PIN by SMS").waitFor();
  assert.ok(requested.includes("/2fa/auth"));
  assert.ok(!(await page.getByText("Loading").isVisible()));
});

test("a mouse clicks and double-clicks, and one message is sent", async (t) => {
  const { page, visitor } = await openPage(t);
  await button(page, "Send a PIN by SMS").dblclick();
  await page.getByLabel("PIN").fill("");
  await page.getByLabel("PIN").pressSequentially(visitor.rightPin());
  await button(page, "Verify").dblclick();
  await step(page, "verified");
  assert.equal(visitor.sent().length, 2);
});

test("what a page set before the element was defined counts", async (t) => {
  const { page } = await openPage(t, { script: "upgrade.js" });
  await page.getByText("Who are you?").waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("verigator-login").login === window.login), true);
});

test("an input method's text is the PIN once its composition ends", async (t) => {
  const { page, visitor } = await openPage(t, { attributes: { "pin-length": "6" } });
  await button(page, "Send a PIN by SMS").click();
  await page.getByLabel("PIN").focus();
  const text = visitor.rightPin().replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text, selectionStart: 6, selectionEnd: 6 });
  assert.equal(await page.getByLabel("PIN").inputValue(), text);
  assert.equal(visitor.sent().length, 1, "the composition is left alone");
  await session.send("Input.insertText", { text });
  await step(page, "verified");
});

test("the field keeps the PIN that is being verified", async (t) => {
  const { page, visitor } = await openPage(t);
  await button(page, "Send a PIN by SMS").click();
  await page.getByLabel("PIN").waitFor();
  const wrong = visitor.wrongPin();
  const release = hold(visitor, "POST");
  await submit(page, () => wrong);
  await step(page, "verifying");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("222222");
  assert.equal(await page.getByLabel("PIN").inputValue(), wrong);
  release();
  await page.getByText("Attempts left: 4.").waitFor();
});

test("digits that were typed since a rejection are not selected when the page is seen again", async (t) => {
  const { page, visitor } = await openPage(t);
  await button(page, "Send a PIN by SMS").click();
  await submit(page, () => visitor.wrongPin());
  await page.getByRole("alert").filter({ hasText: "wrong" }).waitFor();
  await page.keyboard.type("12");
  const response = page.waitForResponse("**/2fa/auth");
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await response;
  await settle(page);
  await page.keyboard.type("34");
  assert.equal(await page.getByLabel("PIN").inputValue(), "1234");
});

test("texts of the page replace some of them", async (t) => {
  const { page } = await openPage(t);
  await button(page, "Send a PIN by SMS").waitFor();
  await page.evaluate(() => (document.querySelector("verigator-login").texts = { sendSms: "Text me" }));
  await button(page, "Text me").waitFor();
  await page.evaluate(() => (document.querySelector("verigator-login").texts = undefined));
  await button(page, "Send a PIN by SMS").waitFor();
});

test("method offers one method alone", async (t) => {
  const { page } = await openPage(t, { attributes: { method: "totp" } });
  await button(page, "Use the Verigator app").waitFor();
  assert.equal(await page.getByRole("button").count(), 1);
});

test("an element that is moved keeps its state, and a removed one watches nothing", async (t) => {
  const { page } = await openPage(t);
  await button(page, "Send a PIN by SMS").click();
  await step(page, "waiting");
  await page.evaluate(() => document.body.append(document.querySelector("verigator-login")));
  await page.getByLabel("PIN").waitFor();
  const isIdle = await page.evaluate(() => {
    const element = document.querySelector("verigator-login");
    element.remove();
    element.login.reset();
    return element.shadowRoot.querySelector("[part=field]").closest("[hidden]") === null;
  });
  assert.ok(isIdle, "expected a removed element to show what it showed");
});

test("another gateway means another login, unless the page gave its own", async (t) => {
  const { page } = await openPage(t);
  await button(page, "Send a PIN by SMS").waitFor();
  const [isOther, isOwn] = await page.evaluate(() => {
    const element = document.querySelector("verigator-login");
    const first = element.login;
    element.setAttribute("gateway", "/2fa/");
    const second = element.login;
    element.login = first;
    element.setAttribute("gateway", "/2fa");
    return [first !== second, element.login === first];
  });
  assert.deepEqual([isOther, isOwn], [true, true]);
});

test("events cross the border of a shadow tree, and have no PIN", async (t) => {
  const { page, visitor } = await openPage(t, { script: "in-shadow.js" });
  await button(page, "Send a PIN by SMS").click();
  await submit(page, () => visitor.wrongPin());
  await page.getByRole("alert").filter({ hasText: "wrong" }).waitFor();
  await submit(page, () => visitor.rightPin());
  await page.waitForFunction(() => window.events.length === 3);
  assert.deepEqual(await events(page), [
    { type: "sent", detail: { method: "sms", requestedMethod: "sms" } },
    { type: "failed", detail: { rejection: "invalid", code: undefined } },
    { type: "verified", detail: null },
  ]);
});

test("a page may keep the element from going on", async (t) => {
  const { page, visitor } = await openPage(t, { attributes: { next: "/other.html" } });
  await page.evaluate(() => addEventListener("verified", (event) => event.preventDefault()));
  await button(page, "Send a PIN by SMS").click();
  await submit(page, () => visitor.rightPin());
  await page.getByRole("link", { name: "Continue" }).waitFor();
  assert.match(page.url(), /\/page\?/);
});

test("next is a page and never a script", async (t) => {
  const { page, visitor } = await openPage(t, { attributes: { next: "javascript:window.problems.push('ran')" } });
  await button(page, "Send a PIN by SMS").click();
  await submit(page, () => visitor.rightPin());
  await step(page, "verified");
  assert.equal(await page.getByRole("link", { name: "Continue" }).count(), 0);
  assert.deepEqual(await page.evaluate(() => window.problems), []);
});

/** Runs in the page: replaces WebOTP. `window.reading` is what the browser waits for. */
function mockOneTimeCodes() {
  window.OTPCredential ??= class {};
  navigator.credentials.get = ({ otp, signal }) =>
    new Promise((resolve, reject) => {
      window.reading = { otp, resolve };
      signal.addEventListener("abort", () => {
        window.reading = undefined;
        reject(signal.reason);
      });
    });
}

const isReading = (page) => page.evaluate(() => !!window.reading);

test("the browser reads the PIN from the message, and is asked no longer than needed", async (t) => {
  const { page, visitor } = await openPage(t, { init: mockOneTimeCodes });
  await button(page, "Send a PIN by SMS").waitFor();
  assert.equal(await isReading(page), false);
  await button(page, "Send a PIN by SMS").click();
  await step(page, "waiting");
  assert.deepEqual(await page.evaluate(() => window.reading.otp), { transport: ["sms"] });
  await page.evaluate((code) => window.reading.resolve({ code }), visitor.rightPin());
  await step(page, "verified");
});

test("the browser is no longer asked for a PIN once one was typed, or the element is gone", async (t) => {
  const { page, visitor } = await openPage(t, { init: mockOneTimeCodes });
  await button(page, "Send a PIN by SMS").click();
  await step(page, "waiting");
  await page.evaluate(() => {
    window.element = document.querySelector("verigator-login");
    window.element.remove();
  });
  assert.equal(await isReading(page), false);
  await page.evaluate(() => document.querySelector("main").append(window.element));
  await page.waitForFunction(() => window.reading);
  await submit(page, () => visitor.rightPin());
  await step(page, "verified");
  assert.equal(await isReading(page), false);
});

test("the app needs no message", async (t) => {
  const { page } = await openPage(t, { init: mockOneTimeCodes, options: { hasApp: true } });
  await button(page, "Use the Verigator app").click();
  await step(page, "waiting");
  assert.equal(await isReading(page), false);
});
