import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { personAt } from "./person.mjs";

const visit = useChromium();
const ready = (page) => page.locator(":root[data-ready]").waitFor();

test("reload in the middle of a login goes on where it was", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.askForSms();
    const pin = await person.readPin();
    const sent = await person.wire();
    await page.waitForFunction((text) => Object.values(localStorage).some((kept) => kept.includes("verigator-sandbox") && kept.includes(text)), pin);
    await page.reload();
    await ready(page);
    assert.deepEqual(await person.wire(), sent);
    assert.equal(await person.readPin(), pin);
    await person.typePin(pin);
    await person.signedIn();
  }));

test("exported state, imported after a reset, is as it was", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    await person.askForSms();
    const pin = await person.readPin();
    const [download] = await Promise.all([page.waitForEvent("download"), person.button("Export").click()]);
    const file = await download.path();
    await person.button("Reset").click();
    await person.heading("Create an account");
    await page.locator("#import-file").setInputFiles(file);
    await person.heading("Enter the PIN");
    assert.equal(await person.readPin(), pin);
    await person.typePin(pin);
    await person.signedIn();
  }));

test("file that is no state changes nothing", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.register();
    for (const text of ["no JSON", "{}", "null", '{"format":"verigator-sandbox","version":999}']) {
      await page.locator("#import-file").setInputFiles({ name: "state.json", mimeType: "application/json", buffer: Buffer.from(text) });
      await page.locator(".bench [role=status]").filter({ hasText: "Not imported" }).waitFor();
    }
    await person.askForSms();
  }));

test("page opens without a network once it was there", () =>
  visit(
    async (page, { context }) => {
      const person = personAt(page);
      await page.evaluate(() => navigator.serviceWorker.ready);
      await context.setOffline(true);
      await page.reload();
      await ready(page);
      await person.register();
      await person.askForSms();
      await person.typePin(await person.readPin());
      await person.signedIn();
    },
    { serviceWorkers: "allow" },
  ));

test("profile of the vendor's SDKs answers 200 for what is created", () =>
  visit(async (page) => {
    const person = personAt(page);
    await page.getByLabel("As the vendor's SDKs want it").check();
    await person.register();
    assert.match((await person.wire())[0], /^POST 200 await service\.registerUser/);
  }));

test("seeded users sign in, and each has their phone", () =>
  visit(async (page) => {
    const person = personAt(page);
    await person.button("Seed users").click();
    await person.heading("Sign in");
    await page.getByLabel("Account").selectOption("grace@example.com");
    await person.askForApp();
    await page.locator(".push").waitFor();
    assert.equal(await page.getByLabel("Whose phone").inputValue(), "+3725555502");
    await person.button("Another way").click();
    await page.getByLabel("Account").selectOption("late@example.com");
    await person.askForSms();
    await person.typePin(await person.readPin());
    await person.refusedWith("That PIN is too old");
  }));
