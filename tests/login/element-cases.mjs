/** What the element does in Chromium, Firefox and WebKitGTK alike, on pages with a strict CSP and Trusted Types. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "../browsers/browsers.mjs";
import { enter, tab } from "../browsers/web-driver.mjs";
import { testWithAxe } from "./axe-cases.mjs";
import { Form } from "./form.mjs";
import { denyStarts, hold, loseNext, openWebSite } from "./web-site.mjs";

/** Registers the tests of the element in a browser. */
export function testElement(name) {
  let site;
  let browser;
  let driver;
  let form;
  before(async () => {
    site = await openWebSite();
    browser = await open(name);
    ({ driver } = browser);
    form = new Form(driver);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  /** A test that opens the page of a new visitor. At its end nothing may have gone wrong in the page. */
  function check(title, run, { attributes, options, page } = {}) {
    test(title, async () => {
      const visitor = await site.visit(options);
      await form.open(visitor.page(attributes, page));
      await run(visitor);
      assert.deepEqual(await form.problems(), []);
    });
  }

  check("the keyboard alone starts, corrects a wrong PIN and is verified", async (visitor) => {
    await form.waitFor({ step: "idle", message: "Confirm that it is you." });
    await driver.press(tab);
    await form.waitFor({ focus: "Send a PIN by SMS" });
    await driver.press(enter);
    await form.waitFor({ step: "waiting", focus: "field", message: /by SMS/ });
    await driver.press(visitor.wrongPin() + enter);
    await form.waitFor({ step: "waiting", focus: "field", problem: "This PIN is wrong. Attempts left: 4." });
    // The wrong PIN is selected, so that typing replaces it.
    await driver.press(visitor.rightPin() + enter);
    await form.waitFor({ step: "verified", message: "You are verified.", value: null });
    const types = (await form.events()).map(({ type, detail }) => [type, detail?.rejection]);
    assert.deepEqual(types, [
      ["sent", undefined],
      ["failed", "invalid"],
      ["verified", undefined],
    ]);
  });

  check("a PIN that the browser fills in is verified without a click", async (visitor) => {
    await form.start();
    await form.autofill(visitor.rightPin());
    await form.waitFor({ step: "verified" });
  });

  check("pasted full-width digits in two groups are verified", async (visitor) => {
    await form.start();
    const wide = visitor.rightPin().replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    await form.paste(`${wide.slice(0, 3)} ${wide.slice(3)}`, name);
    await form.waitFor({ step: "verified" });
  });

  check("typed digits wait for the button, and with pin-length they do not", async (visitor) => {
    await form.start();
    await form.type(visitor.rightPin());
    assert.equal((await form.read()).step, "waiting");
    await form.open(visitor.page({ "pin-length": "none" }));
    await form.waitFor({ step: "waiting" });
    await form.type(visitor.rightPin());
    assert.equal((await form.read()).step, "waiting", "a length that is none has no effect");
    await form.open(visitor.page({ "pin-length": "6" }));
    await form.waitFor({ step: "waiting" });
    await form.type(visitor.rightPin());
    await form.waitFor({ step: "verified" });
  });

  check("too few digits use no attempt, and the field keeps the focus", async (visitor) => {
    await form.start();
    await form.type(`12${enter}`);
    await form.waitFor({ problem: /^Enter all digits/, focus: "field" });
    assert.equal(visitor.sent().length, 1);
  });

  check("a double click sends one message, and two submits one PIN", async (visitor) => {
    await form.waitFor({ step: "idle" });
    const click =
      "for (const _ of [1, 2]) document.querySelector('verigator-login').shadowRoot.querySelector(arguments[0]).click()";
    await driver.executeScript(click, ".primary");
    await form.waitFor({ step: "waiting" });
    const release = hold(visitor, "POST");
    await form.type(visitor.rightPin());
    await driver.executeScript(click, "[type=submit]");
    release();
    await form.waitFor({ step: "verified" });
    assert.equal(visitor.sent().length, 2);
  });

  check("the same rejected PIN again uses no attempt", async (visitor) => {
    await form.start();
    await form.type(visitor.wrongPin() + enter);
    await form.waitFor({ problem: /Attempts left: 4/ });
    await form.click("Verify");
    await form.waitFor({ focus: "field" });
    assert.deepEqual([(await form.read()).step, visitor.sent().length], ["waiting", 2]);
  });

  check("a start whose response is lost asks for a PIN that may arrive", async (visitor) => {
    await form.waitFor({ step: "idle" });
    loseNext(visitor, "POST");
    await form.click("Send a PIN by SMS");
    await form.waitFor({ step: "waiting", message: /may be on its way/, problem: "", focus: "field" });
    await driver.press(visitor.rightPin() + enter);
    await form.waitFor({ step: "verified" });
  });

  check("a right PIN whose response is lost is verified", async (visitor) => {
    await form.start();
    loseNext(visitor, "POST");
    await form.type(visitor.rightPin() + enter);
    await form.waitFor({ step: "verified" });
  });

  check("a denied start says when the next one is allowed", async (visitor) => {
    await form.waitFor({ step: "idle" });
    denyStarts(visitor, 90);
    await form.click("Send a PIN by SMS");
    const { waiting, usable } = await form.waitFor({ step: "failed", problem: /^Too many requests/ });
    assert.match(waiting[0], /^Send another PIN in 1:(30|29|28)$/);
    assert.deepEqual(usable, []);
    const [{ type, detail }] = await form.events();
    assert.deepEqual([type, detail.code], ["failed", "rate_limited"]);
  });

  check("an expired PIN leads to another one, which no key sends that was meant for the field", async (visitor) => {
    await form.start();
    const pin = visitor.rightPin();
    visitor.advance(600_000);
    await form.type(pin + enter);
    await form.waitFor({ step: "failed", problem: /has expired/, focus: /has expired/ });
    await driver.press(enter);
    assert.equal(visitor.messages().length, 1);
    await driver.press(tab + enter);
    await form.waitFor({ step: "waiting", focus: "field", problem: "", value: "" });
    await driver.press(visitor.rightPin() + enter);
    await form.waitFor({ step: "verified" });
  });

  check(
    "the element finds that a PIN has expired",
    () => form.start().then(() => form.waitFor({ step: "failed", problem: /has expired/ })),
    {
      options: { policy: { authenticationSeconds: 1 } },
    },
  );

  check(
    "the countdown ends, and another PIN replaces the first",
    async (visitor) => {
      await form.start();
      await form.waitFor({ waiting: /Send another PIN in 0:0\d/ });
      await form.waitFor({ usable: /Send another PIN/ });
      await form.click("Send another PIN");
      await form.waitFor({ step: "waiting", message: /newest PIN/, focus: "field" });
      assert.equal(visitor.messages().length, 2);
    },
    { options: { policy: { resendCooldownSeconds: [1, 60] } } },
  );

  check("a user without the app is told about the SMS", async () => {
    await form.waitFor({ step: "idle" });
    await form.click("Use the Verigator app");
    await form.waitFor({ step: "waiting", message: /no Verigator app/ });
  });

  check(
    "a user with the app types its code, and may choose an SMS",
    async (visitor) => {
      await form.waitFor({ step: "idle" });
      await form.click("Use the Verigator app");
      await form.waitFor({ step: "waiting", message: /app shows/, waiting: /Send a PIN by SMS/ });
      await form.type(visitor.appCode() + enter);
      await form.waitFor({ step: "verified" });
    },
    { options: { hasApp: true } },
  );

  check("the PIN that another page has verified is verified in this one", async (visitor) => {
    await form.start();
    const pin = visitor.rightPin();
    await visitor.verify(pin);
    await form.type(pin + enter);
    await form.waitFor({ step: "verified", problem: "" });
  });

  // The second tab of WebKitGTK under WebDriver is never painted.
  if (name !== "webkit")
    check("a tab whose user another tab has verified is verified once it is seen again", async (visitor) => {
      await form.start();
      const first = await driver.currentTab();
      await driver.switchTo(await driver.openTab());
      await form.open(visitor.page());
      await form.waitFor({ step: "waiting" });
      await form.type(visitor.rightPin() + enter);
      await form.waitFor({ step: "verified" });
      await driver.closeTab();
      await driver.switchTo(first);
      await form.waitFor({ step: "verified", problem: "" });
    });

  check("a reload finds each state again", async (visitor) => {
    await form.start();
    await driver.refresh();
    await form.waitFor({ step: "waiting", message: /by SMS/, value: "" });
    await form.type(visitor.wrongPin() + enter);
    await form.waitFor({ problem: /Attempts left: 4/ });
    const release = hold(visitor, "POST");
    await form.type(visitor.rightPin() + enter);
    await form.waitFor({ step: "verifying" });
    release();
    await driver.wait(visitor.isVerified, 30_000);
    await driver.refresh();
    await form.waitFor({ step: "verified", usable: /Start again/ });
    await driver.refresh();
    await form.waitFor({ step: "verified" });
  });

  check("a reload while a message is being sent finds that message", async (visitor) => {
    await form.waitFor({ step: "idle" });
    const release = hold(visitor, "POST");
    await form.click("Send a PIN by SMS");
    await form.waitFor({ step: "sending" });
    release();
    await driver.wait(() => visitor.messages().length === 1, 30_000);
    await driver.refresh();
    await form.waitFor({ step: "waiting", message: /by SMS/ });
    await form.type(visitor.rightPin() + enter);
    await form.waitFor({ step: "verified" });
    assert.equal(visitor.messages().length, 1);
  });

  check("a reload finds that the attempts are used up, and forgets an expired PIN", async (visitor) => {
    await form.start();
    for (let offset = 1; offset <= 4; offset += 1) await visitor.verify(visitor.wrongPin(offset));
    await form.type(visitor.wrongPin(5) + enter);
    await form.waitFor({ step: "failed", problem: /^Too many wrong PINs/ });
    await driver.refresh();
    await form.waitFor({ step: "failed", problem: /^Too many wrong PINs/ });
    visitor.advance(600_000);
    await driver.refresh();
    await form.waitFor({ step: "idle" });
  });

  check("a page that comes back from the back-forward cache asks where the user stands", async (visitor) => {
    await form.waitFor({ step: "idle" });
    // The navigations of WebDriver leave no page in the cache.
    await driver.executeScript("setTimeout(() => (location.href = '/other.html'))");
    await driver.wait(() => driver.executeScript("return location.pathname === '/other.html'"), 30_000);
    await visitor.start();
    await driver.executeScript("setTimeout(() => history.back())");
    await driver.wait(() => driver.executeScript("return window.isRestored"), 30_000);
    await form.waitFor({ step: "waiting", message: /by SMS/ });
  });

  check("a page whose user left while it waited shows where the user stands", async (visitor) => {
    await form.start();
    await driver.executeScript("setTimeout(() => (location.href = '/other.html'))");
    await driver.wait(() => driver.executeScript("return location.pathname === '/other.html'"), 30_000);
    visitor.advance(600_000);
    await driver.executeScript("setTimeout(() => history.back())");
    // Chromium loads a page again that has used WebOTP.
    if (name === "chromium") await form.waitFor({ step: "idle" });
    else await form.waitFor({ step: "failed", problem: /has expired/ });
  });

  check(
    "a verified user goes to the next page, and one who comes back has a link",
    async (visitor) => {
      await form.start();
      await form.type(visitor.rightPin() + enter);
      await driver.wait(() => driver.executeScript("return location.pathname === '/other.html'"), 30_000);
      await form.open(visitor.page({ next: "/other.html" }));
      const { usable } = await form.waitFor({ step: "verified" });
      assert.deepEqual(usable, ["Continue", "Start again"]);
    },
    { attributes: { next: "/other.html" } },
  );

  check("without a session the user is told, and has no button", async (visitor) => {
    visitor.hasSession = false;
    await driver.refresh();
    const { usable } = await form.waitFor({ problem: /session has ended/ });
    assert.deepEqual(usable, []);
  });

  check(
    "the texts are in the language of the page",
    async () => {
      await form.waitFor({ step: "idle", message: "أكِّد أنك أنت." });
    },
    { page: { lang: "ar" } },
  );

  if (name !== "chromium") testWithAxe(check, () => ({ form, driver }), { hasSize: name === "firefox" });
}
