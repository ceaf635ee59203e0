import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage, wrongPin } from "./demo-page.mjs";
import { startServer } from "./sandbox-server.mjs";

const visit = useChromium();
const phoneNumber = "+372 (555) 55-01";
const choice = (page) => page.getByLabel("Number Verification");
const ready = (page) => page.locator(":root[data-ready]").waitFor();

/** Opens the page with the Number Verification API, and with a gateway if asked to. */
function visitChosen(scenario, { gateway = false, ...options } = {}) {
  return visit(async (page, context) => {
    await choice(page).check();
    await page.getByLabel("Use a gateway").setChecked(gateway);
    await scenario(page, new DemoPage(page), context);
  }, options);
}

/** Opens a link in a page that has been visited before, and waits until its state has been applied. */
async function open(page, fragment) {
  await page.evaluate((hash) => {
    window.isOld = true;
    location.hash = hash;
  }, fragment);
  await page.waitForFunction(() => !window.isOld && document.documentElement.dataset.ready === "");
}

async function logInAfterWrongPin(demo) {
  await demo.register("ada@example.com", phoneNumber);
  await demo.requestSms();
  const pin = await demo.readPin();
  await demo.typePin(wrongPin(pin));
  await demo.waitForAlert("This PIN is wrong");
  await demo.typePin(pin);
  await demo.waitForWelcome();
  return pin;
}

test("user registers without a request, and signs in by SMS after a wrong PIN", () =>
  visitChosen(async (page, demo) => {
    await logInAfterWrongPin(demo);
    await page.getByText(/Verified at .* with a PIN sent by SMS/).waitFor();
    const [right, wrong, start, ...others] = await demo.networkLog();
    assert.match(start, /^POST 200 await messente\.verifyNumber\("\+372•+01"\)$/);
    assert.match(wrong, /^POST 200 await messente\.verifyPin\("\w+", "••••••"\) {2}→ rejected, invalid$/);
    assert.match(right, /→ verified$/);
    assert.deepEqual(others, []);
  }));

test("there is no app to choose, and the account is forgotten without a request", () =>
  visitChosen(async (page, demo) => {
    await demo.register();
    await demo.button("Send a PIN by SMS").waitFor();
    assert.ok(await demo.button("Use the Verigator app").isHidden());
    await demo.deleteAccount();
    assert.deepEqual(await demo.networkLog(), []);
  }));

test("taken email and invalid phone number are refused by the site itself", () =>
  visitChosen(async (page, demo) => {
    await demo.register();
    await demo.button("Create account").click();
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Phone number").fill("+372 555 5501");
    await demo.button("Register").click();
    await demo.waitForAlert("This email is already registered");
    await page.getByLabel("Phone number").fill("12");
    await demo.button("Register").click();
    await demo.waitForAlert("Check your phone number");
    assert.deepEqual(await demo.networkLog(), []);
  }));

test("only the newest PIN counts after the cooldown", () =>
  visitChosen(async (page, demo) => {
    await demo.register();
    await demo.requestSms();
    const first = await demo.readPin();
    await page.getByRole("button", { name: /^Send another PIN in 0:/ }).waitFor();
    await demo.button("+30 s").click();
    await demo.button("Send another PIN").click();
    const second = await demo.readPin(2);
    if (first !== second) {
      await demo.typePin(first);
      await demo.waitForAlert("This PIN is wrong");
    }
    await demo.typePin(second);
    await demo.waitForWelcome();
    assert.equal(await page.locator(".messages > li").count(), 2);
  }));

test("PIN is rejected after its expiry", () =>
  visitChosen(async (_, demo) => {
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await demo.button("+5 min").click();
    await demo.typePin(pin);
    await demo.waitForAlert("This PIN has expired");
  }));

test("a page built for Verigator logs in unchanged through a gateway", () =>
  visitChosen(
    async (page, demo) => {
      await logInAfterWrongPin(demo);
      const rows = await page
        .locator(".rows > li")
        .evaluateAll((items) =>
          items.map((row) => [row.querySelector(".route").textContent, row.querySelector(".path").textContent]),
        );
      assert.deepEqual(rows.reverse(), [
        // The element asks for the status before and after each start, and after a rejected PIN.
        ["browser → gateway", "/2fa/auth"],
        ["browser → gateway", "/2fa/auth"],
        ["browser → gateway", "/2fa/auth"],
        ["gateway → API", "/verify/start"],
        ["browser → gateway", "/2fa/auth"],
        ["browser → gateway", "/2fa/auth"],
        ["gateway → API", "/verify/pin"],
        ["browser → gateway", "/2fa/auth"],
        ["browser → gateway", "/2fa/auth"],
        ["gateway → API", "/verify/pin"],
      ]);
    },
    { gateway: true },
  ));

test("the site knows no login of its gateway, and the user starts over", () =>
  visitChosen(
    async (page, demo) => {
      await demo.register();
      await demo.requestSms();
      await demo.readPin();
      await page.getByLabel("Use a gateway").uncheck();
      await demo.requestSms();
      const second = await demo.readPin(2);
      await page.getByLabel("Use a gateway").check();
      await page.getByText("Enter the PIN that we sent you by SMS.").waitFor();
      await page.getByLabel("Use a gateway").uncheck();
      await demo.typePin(second);
      await demo.waitForWelcome();
    },
    { gateway: true },
  ));

test("API and login survive a reload", () =>
  visitChosen(async (page, demo) => {
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await demo.waitForSavedSandbox(pin);
    await page.reload();
    await ready(page);
    assert.ok(await choice(page).isChecked());
    await demo.typePin(pin);
    await demo.waitForWelcome();
  }));

test("another API starts the login over, and the choice keeps the focus", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await page.getByRole("radio", { name: "Verigator" }).focus();
    await page.keyboard.press("ArrowDown");
    await demo.waitForHeading("Create an account");
    assert.equal(await page.evaluate(() => document.activeElement.value), "number-verification");
    assert.ok(await demo.button("Sign in instead").isHidden());
    await page.getByText("api2.messente.com").waitFor();
    await demo.register();
    await demo.button("Reset").click();
    await demo.waitForHeading("Create an account");
    assert.ok(await choice(page).isChecked());
  }));

test("each seeded user can sign in on their own phone", () =>
  visitChosen(async (page, demo) => {
    await demo.button("Seed users").click();
    await page.getByLabel("Account").selectOption("late@example.com");
    await demo.requestSms();
    await demo.typePin(await demo.readPin());
    await demo.waitForAlert("This PIN has expired");
  }));

test("a link chooses the API before the login, and tells that this one has no app", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await open(page, "login=sms&api=number-verification&clock=300");
    assert.ok(await choice(page).isChecked());
    assert.match((await demo.networkLog())[0], /messente\.verifyNumber/);
    await demo.typePin(await demo.readPin());
    await demo.waitForAlert("This PIN has expired");
    await open(page, "login=app&api=number-verification");
    assert.match(await page.locator("#link-notice").textContent(), /: number-verification has no app\.$/);
    await demo.waitForHeading("Create an account");
    await open(page, "login=sms&api=number-verification&gateway=on&fault=503");
    assert.ok(await page.getByLabel("Use a gateway").isChecked());
    await demo.pinField.waitFor();
    await open(page, "login=sms");
    await demo.pinField.waitFor();
    assert.ok(!(await choice(page).isChecked()));
  }));

test("an error that comes with status 200 is shown as one", () =>
  visitChosen(async (page, demo) => {
    await demo.register("ada@example.com", "+999000000111");
    await demo.clickSms();
    await demo.waitForState("ResourceForbiddenError");
    assert.match((await demo.networkLog())[0], /^POST 200 await messente\.verifyNumber\(.*\) {2}→ ERROR 111$/);
    assert.equal(await page.locator(".rows .status[data-kind=bad]").count(), 1);
  }));

test("a lost response to a start leads to a new PIN after the cooldown, since its id is lost, too", () =>
  visitChosen(async (page, demo) => {
    await demo.register();
    await demo.injectFault("Truncated response", "send PIN");
    await demo.clickSms();
    await demo.waitForAlert("There was no response");
    assert.ok(await demo.pinField.isHidden());
    await page.getByRole("button", { name: /^Send another PIN in 0:/ }).waitFor();
    await demo.button("+30 s").click();
    await demo.requestSms();
    await demo.typePin(await demo.readPin(2));
    await demo.waitForWelcome();
  }));

test("log with its details fits 320 px", () =>
  visitChosen(
    async (page, demo) => {
      await logInAfterWrongPin(demo);
      for (const row of await page.locator(".rows > li").all()) await row.locator("summary").click();
      assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), 320);
    },
    { width: 320, reducedMotion: "reduce" },
  ));

test("a PIN whose id was lost is not checked with the id of an earlier one", () =>
  visitChosen(async (_, demo) => {
    await demo.register();
    await demo.requestSms();
    await demo.readPin();
    await demo.button("+30 s").click();
    await demo.injectFault("Truncated response", "send PIN");
    await demo.button("Send another PIN").click();
    await demo.waitForAlert("There was no response");
    await demo.readPin(2);
    assert.ok(await demo.pinField.isHidden());
  }));

test("PIN has the length that the sandbox is set to, with and without a gateway", async () => {
  const server = await startServer();
  try {
    for (const gateway of [false, true]) {
      const scenario = async (page, demo) => {
        await page.route("**/_sandbox/settings", async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, json: { ...(await response.json()), pinLength: 8 } });
        });
        await page.reload();
        await ready(page);
        await demo.register();
        await demo.requestSms();
        const pin = await demo.readPin();
        assert.equal(pin.length, 8);
        await demo.typePin(pin);
        await demo.waitForWelcome();
        const start = (await demo.networkLog()).find((row) => row.includes("verifyNumber"));
        assert.match(start, /, \{ pinLength: 8 \}\)$/);
      };
      await visitChosen(scenario, { gateway, url: `${server.openSpace().url}/` });
    }
  } finally {
    await server.close();
  }
});

/** Returns the code that each row of the log copies. */
async function copySnippets(page) {
  const snippets = [];
  for (const row of await page.locator(".rows > li").all()) await row.locator("summary").click();
  for (const button of await page.getByRole("button", { name: /^Copy as/ }).all()) {
    await page.evaluate(() => navigator.clipboard.writeText(""));
    await button.click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
    snippets.push(await page.evaluate(() => navigator.clipboard.readText()));
  }
  return snippets;
}

for (const gateway of [false, true]) {
  test(`log and copied code hold neither password, number nor PIN${gateway ? ", also behind a gateway" : ""}`, () =>
    visitChosen(
      async (page, demo) => {
        const pin = await logInAfterWrongPin(demo);
        const snippets = await copySnippets(page);
        assert.equal(snippets.length, 6);
        const shown = await page.evaluate(() => document.querySelector("#network-log").outerHTML);
        const code = await page.evaluate(() => document.querySelector("#code").outerHTML);
        const saved = await page.evaluate(() =>
          Object.entries(sessionStorage)
            .filter(([name]) => name.endsWith("network-log"))
            .flat()
            .join(),
        );
        assert.match(shown, /password=••••••••/);
        assert.match(saved, /verify\/pin/);
        for (const text of [shown, code, saved, ...snippets])
          for (const secret of ["sandbox", "5555501", "555%20", "(555)", pin, wrongPin(pin)])
            assert.ok(!text.includes(secret), `${secret} in ${text}`);
      },
      { gateway },
    ));
}
