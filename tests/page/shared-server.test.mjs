import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";
import { startServer } from "./sandbox-server.mjs";

const visit = useChromium();
let server;

before(async () => {
  server = await startServer();
});

after(() => server?.close());

/** Opens the page of a new space. */
function visitSpace(scenario) {
  const space = server.openSpace();
  return visit((page) => scenario(page, space), { url: `${space.url}/` });
}

/** Sends the event that a browser sends when the visitor returns to the window. */
const returnTo = (page) => page.evaluate(() => void dispatchEvent(new Event("focus")));

test("Freeze never turns the clock back that another client has advanced", () =>
  visitSpace(async (page, { control }) => {
    const advanced = await control("POST", "clock/advance", { milliseconds: 600_000 });
    await new DemoPage(page).freezeClock();
    const { now, running } = await control("GET", "clock");
    assert.equal(running, false);
    assert.ok(Date.parse(now) >= Date.parse(advanced.now), `expected at least ${advanced.now}, got ${now}`);
  }));

test("the page shows what other clients have changed when the visitor returns to it", () =>
  visitSpace(async (page, { control }) => {
    const demo = new DemoPage(page);
    await demo.register();
    await control("PUT", "clock", { now: "2030-01-02T03:04:05Z" });
    await control("PUT", "profile", { profile: "sdk" });
    await control("POST", "faults/next", { fault: { kind: "hang" }, match: {}, times: 1 });
    await control("PUT", "devices/%2B3725555501");
    await returnTo(page);
    await page.getByText("2 Jan 2030, frozen").waitFor();
    await page.locator(".active-faults li").filter({ hasText: "No response: any request, 1 left" }).waitFor();
    await page.locator("[name=profile][value=sdk]:checked").waitFor();
    await page.getByRole("tab", { name: "Verigator" }).click();
    await demo.button("Remove the app").waitFor();
  }));

test("the page shows the clock and the profile that another client has changed after that client's next request", () =>
  visitSpace(async (page, { control, url }) => {
    await control("PUT", "clock", { now: "2030-01-02T03:04:05Z" });
    await control("PUT", "profile", { profile: "sdk" });
    await fetch(`${url}/v1/service/service/none`);
    await page.getByText("2 Jan 2030, frozen").waitFor();
    await page.locator("[name=profile][value=sdk]:checked").waitFor();
  }));

test("Reset on a server, which others may use too, asks for a confirmation", () =>
  visitSpace(async (page, { control }) => {
    const demo = new DemoPage(page);
    await demo.register();
    await demo.button("Reset").dblclick();
    await demo.button("Confirm reset").waitFor();
    assert.notDeepEqual((await control("GET", "requests")).requests, []);
    await demo.button("Confirm reset").click();
    await page.getByText("The sandbox is empty again.").first().waitFor();
    await demo.waitForHeading("Create an account");
    assert.deepEqual((await control("GET", "requests")).requests, []);
  }));

test("each control says so if the sandbox is unreachable, and shows no change that did not happen", async () => {
  const stopped = await startServer();
  const failed = (page) =>
    page.locator(".controls [role=status]").filter({ hasText: "That failed: the sandbox is unreachable" });
  const scenario = async (page) => {
    const demo = new DemoPage(page);
    await demo.register();
    await page.getByRole("tab", { name: "Verigator" }).click();
    await stopped.close();
    await page.getByText("is unreachable").first().waitFor();
    const actions = {
      ...Object.fromEntries(
        ["Seed users", "Export", "Freeze", "+30 s", "Inject fault", "Install the app"].map((name) => [
          name,
          () => demo.button(name).click(),
        ]),
      ),
      profile: () => page.getByText("As the vendor's SDKs expect").click(),
      reset: async () => {
        await demo.button("Reset").click();
        await demo.button("Confirm reset").click();
      },
    };
    for (const [name, act] of Object.entries(actions)) {
      await page.evaluate(() => (document.querySelector(".controls [role=status]").textContent = ""));
      await act();
      await failed(page)
        .waitFor()
        .catch((error) => assert.fail(`${name}: ${error.message}`));
    }
    assert.ok(await page.getByLabel("As documented").isChecked());
  };
  try {
    await visit(scenario, {
      url: `${stopped.url}/`,
      expected: /Failed to load resource|ERR_INCOMPLETE_CHUNKED_ENCODING/,
    });
  } finally {
    await stopped.close();
  }
});
