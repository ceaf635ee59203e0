import assert from "node:assert/strict";
import { test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";
import { serveSite } from "./static-site.mjs";

const visit = useChromium();
const notice = (page) => page.locator("#link-notice");

/** Opens a link in a page that has been visited before, and waits until its state has been applied. */
async function open(page, fragment) {
  const marker = await page.evaluate(() => (window.isOld = true));
  assert.ok(marker);
  await page.evaluate((hash) => (location.hash = hash), fragment);
  await page.waitForFunction(() => !window.isOld && document.documentElement.dataset.ready === "");
}

test("a link opens the page with a login by SMS, and with a fault that the next request gets", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await open(page, "login=sms&fault=503");
    await page.getByText("Enter the PIN that we sent you by SMS.").waitFor();
    assert.deepEqual(await page.locator(".active-faults li").allTextContents(), [
      "503 Service Unavailable: any request, 1 left",
    ]);
    await demo.typePin(await demo.readPin());
    await demo.waitForAlert("Something went wrong");
    await demo.button("Verify").click();
    await demo.waitForWelcome();
    assert.ok(await notice(page).isHidden());
  }));

test("a link opens a login by app, with and without the app on the phone", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await open(page, "login=app&panel=phone");
    assert.equal(await page.evaluate(() => document.activeElement.id), "phone");
    await page.locator(".push").waitFor();
    await demo.button("Fill in").click();
    await demo.waitForWelcome();
    await open(page, "login=fallback");
    await page.getByText("You have no Verigator app on this number").waitFor();
  }));

test("the clock of a link is advanced after the login has started", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await open(page, "login=sms&clock=300");
    await demo.typePin(await demo.readPin());
    await demo.waitForAlert("This PIN has expired");
  }));

test("gateway and profile of a link are set before the login", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await open(page, "login=sms&gateway=on&profile=sdk&fault=connection");
    assert.ok(await page.getByLabel("Use a gateway").isChecked());
    assert.ok(await page.getByLabel("As the vendor's SDKs expect").isChecked());
    assert.ok((await demo.networkLog()).some((row) => row.startsWith("POST 200 await service.registerUser")));
    assert.deepEqual(await page.locator(".active-faults li").allTextContents(), [
      "Connection lost: any request, 1 left",
    ]);
  }));

test("a link replaces what was there before, and a reload keeps what has happened since", () =>
  visit(async (page) => {
    const demo = new DemoPage(page);
    await demo.register("grace@example.com", "+372 555 5502");
    await page.getByLabel("Use a gateway").check();
    await open(page, "login=sms");
    assert.equal(new URL(page.url()).hash, "");
    assert.equal((await demo.networkLog()).length, 3);
    assert.ok(!(await page.getByLabel("Use a gateway").isChecked()));
    await demo.typePin(await demo.readPin());
    await demo.waitForWelcome();
    await page.waitForFunction(() =>
      Object.entries(sessionStorage).some(([name, value]) => name.endsWith("session") && value.includes("signed-in")),
    );
    await page.reload();
    await page.locator(":root[data-ready]").waitFor();
    await demo.waitForWelcome();
  }));

test("unknown and malformed parts are ignored and reported, without the text of the link", () =>
  visit(async (page) => {
    const problems = {
      "login=sms&colour=Call+this+number": "it has a part that this page does not know",
      "login=sms&fault=Call%20this%20number":
        "fault takes a status from 400 to 599, connection, hang, malformed or truncated",
      "login=sms&fault=200": "fault takes a status from 400 to 599, connection, hang, malformed or truncated",
      "login=sms&fault=__proto__": "fault takes a status from 400 to 599, connection, hang, malformed or truncated",
      "login=sms&clock=-5": "clock takes a number of seconds with at most six digits",
      "login=sms&gateway=off&__proto__=1": "gateway takes on; it has a part that this page does not know",
      "login=sms&panel=start-error&profile=":
        "panel takes login, phone, network-log, code or controls; profile takes docs or sdk",
      "login=sms&clock=1&clock=2": "it has clock twice",
      "login=sms&%E0%A4%A=<b>": "it has a part that this page does not know",
    };
    for (const [fragment, problem] of Object.entries(problems)) {
      await open(page, fragment);
      assert.equal(
        await notice(page).textContent(),
        `The link to this page was not followed completely: ${problem}.`,
        fragment,
      );
      await new DemoPage(page).pinField.waitFor();
      assert.equal(await page.locator(".active-faults li").count(), 0, fragment);
    }
    await open(page, "login=verified");
    assert.match(await notice(page).textContent(), /login takes sms, app or fallback/);
    await new DemoPage(page).waitForHeading("Create an account");
  }));

test("an anchor is no link, and does not reload the page", () =>
  visit(async (page) => {
    await page.evaluate(() => (window.isOld = true));
    await page.getByRole("link", { name: "Skip to login" }).press("Enter");
    assert.equal(new URL(page.url()).hash, "#login");
    assert.ok(await page.evaluate(() => window.isOld));
    assert.ok(await notice(page).isHidden());
  }));

test("a link works at the first visit", async () => {
  const site = await serveSite();
  try {
    await visit((page) => page.getByText("Enter the PIN that we sent you by SMS.").waitFor(), {
      url: `${site.url}#login=sms`,
    });
  } finally {
    await site.close();
  }
});
