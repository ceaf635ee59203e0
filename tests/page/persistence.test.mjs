import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";

const visit = useChromium();
const ready = (page) => page.locator(":root[data-ready]").waitFor();

test("login continues after a reload", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    const sent = await demo.networkLog();
    await demo.waitForSavedSandbox(pin);
    await page.reload();
    await ready(page);
    assert.deepEqual(await demo.networkLog(), sent);
    assert.equal(await demo.readPin(), pin);
    await demo.typePin(pin);
    await demo.waitForWelcome();
  }));

test("export and import restore the state after a reset", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    const [download] = await Promise.all([page.waitForEvent("download"), demo.button("Export").click()]);
    const file = await download.path();
    await demo.button("Reset").click();
    await demo.waitForHeading("Create an account");
    await page.locator("#import-file").setInputFiles(file);
    await demo.pinField.waitFor();
    assert.equal(await demo.readPin(), pin);
    await demo.typePin(pin);
    await demo.waitForWelcome();
  }));

test("import of an invalid file changes nothing", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    for (const text of ["not JSON", "{}", "null", '{"format":"verigator-sandbox","version":999}']) {
      await page
        .locator("#import-file")
        .setInputFiles({ name: "state.json", mimeType: "application/json", buffer: Buffer.from(text) });
      await page.locator(".controls [role=status]").filter({ hasText: "Import failed" }).waitFor();
    }
    await demo.requestSms();
  }));

test("page works offline after the first visit", () =>
  visit(
    async (page, { context }) => {
      const demo = new DemoPage(page);
      await page.evaluate(() => navigator.serviceWorker.ready);
      await context.setOffline(true);
      await page.reload();
      await ready(page);
      await demo.register();
      await demo.requestSms();
      await demo.typePin(await demo.readPin());
      await demo.waitForWelcome();
    },
    { serviceWorkers: "allow" },
  ));

test("SDK profile returns 200 for created resources", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await page.getByLabel("As the vendor's SDKs expect").check();
    await demo.register();
    assert.match((await demo.networkLog())[0], /^POST 200 await service\.registerUser/);
  }));

test("each seeded user can sign in on their own phone", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.button("Seed users").click();
    await demo.waitForHeading("Sign in");
    await page.getByLabel("Account").selectOption("grace@example.com");
    await demo.requestAppCode();
    await page.locator(".push").waitFor();
    assert.equal(await page.getByLabel("Select phone").inputValue(), "+3725555502");
    await page.getByLabel("Account").selectOption("late@example.com");
    await demo.requestSms();
    await demo.typePin(await demo.readPin());
    await demo.waitForAlert("This PIN has expired");
  }));

test("two tabs never change each other's sandbox and login", () =>
  visit(async (page, { context, url }) => {
    const demo = new DemoPage(page);
    await demo.register("ada@example.com");
    await demo.requestSms();
    const pin = await demo.readPin();
    await page.waitForFunction(
      (text) =>
        [localStorage, sessionStorage]
          .flatMap((storage) => Object.values(storage))
          .some((item) => item.includes("verigator-sandbox") && item.includes(text)),
      pin,
    );
    const other = await context.newPage();
    await other.goto(url);
    await ready(other);
    const otherDemo = new DemoPage(other);
    await otherDemo.register("zoe@example.com", "+372 555 5509");
    await otherDemo.button("+30 s").click();
    await page.reload();
    await ready(page);
    await page.getByText("Enter the PIN that we sent you by SMS.").waitFor();
    assert.equal(await demo.readPin(), pin);
    await demo.typePin(pin);
    await demo.waitForHeading("Welcome, ada@example.com");
  }));

test("import of an invalid file does not cancel the pending call", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.injectFault("No response", "any request");
    await demo.fillRegistration();
    await demo.button("Register").click();
    await demo.button("Cancel").waitFor();
    await page
      .locator("#import-file")
      .setInputFiles({ name: "state.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await page.locator(".controls [role=status]").filter({ hasText: "Import failed" }).waitFor();
    await demo.button("Cancel").click();
    await page.getByText("canceled", { exact: true }).waitFor();
  }));
