/** The examples of the guide, each in Chromium. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { find, longTimeoutMs } from "../page/programs.mjs";
import { bundle, examples } from "./frameworks.mjs";
import { openWebSite } from "./web-site.mjs";

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

/** Opens a page with this script in its body. */
async function openPage(t, script, body = "") {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(longTimeoutMs);
  const visitor = await site.visit();
  site.files.set("/example.js", script);
  await page.goto(
    visitor.page({}, { script: "problems.js", example: "example.js", body: body || '<div id="app"></div>' }),
  );
  return { page, visitor };
}

/** Types a PIN of the element once it was sent, and submits it. */
async function submit(page, pinOf) {
  await page.getByLabel("PIN").waitFor();
  await page.getByLabel("PIN").pressSequentially(pinOf());
  await page.keyboard.press("Enter");
}

const frameworks = {
  "login-react": `
    import { createRoot } from "react-dom/client";
    import { Login } from "${examples}/login-react/login.jsx";
    createRoot(document.querySelector("#app")).render(<Login />);`,
  "login-vue": `
    import { createApp } from "vue";
    import Login from "${examples}/login-vue/Login.vue";
    createApp(Login).mount("#app");`,
  "login-svelte": `
    import { mount } from "svelte";
    import Login from "${examples}/login-svelte/Login.svelte";
    mount(Login, { target: document.querySelector("#app") });`,
};

for (const [name, code] of Object.entries(frameworks))
  test(`${name} logs in after a wrong PIN and a reload`, async (t) => {
    const { page, visitor } = await openPage(t, await bundle(code));
    const enter = async (pin) => {
      await page.getByLabel("PIN").fill(pin);
      await page.getByRole("button", { name: "Verify" }).click();
    };
    await page.getByRole("button", { name: "Send a PIN" }).click();
    await page.locator("button:enabled", { hasText: "Verify" }).waitFor();
    await enter(visitor.wrongPin());
    await page.getByRole("alert").filter({ hasText: "invalid" }).waitFor();
    await page.reload();
    await page.getByLabel("PIN").waitFor();
    await enter(visitor.rightPin());
    await page.getByText("You are verified.").waitFor();
    assert.deepEqual(await page.evaluate(() => window.problems), []);
  });

test("login-react hydrates the element that the server rendered", async (t) => {
  // In a process of its own, which a channel of React's would keep alive.
  const server = await bundle(`
    import { renderToString } from "react-dom/server";
    import { SecondFactor } from "${examples}/login-react/second-factor.jsx";
    process.stdout.write(renderToString(<SecondFactor />));
    process.exit();`);
  const options = { cwd: import.meta.dirname, input: server, encoding: "utf8" };
  const html = execFileSync(process.execPath, ["--input-type=module"], options);
  assert.equal(html, '<verigator-login gateway="/2fa"></verigator-login>');
  const client = await bundle(`
    import { hydrateRoot } from "react-dom/client";
    import { SecondFactor } from "${examples}/login-react/second-factor.jsx";
    hydrateRoot(document.querySelector("#app"), <SecondFactor onVerified={() => (document.title = "verified")} />);`);
  const { page, visitor } = await openPage(t, client, `<div id="app">${html}</div>`);
  await page.getByRole("button", { name: "Send a PIN by SMS" }).click();
  await submit(page, () => visitor.rightPin());
  await page.waitForFunction(() => document.title === "verified");
  await page.reload();
  await page.waitForFunction(() => document.title === "verified");
  assert.deepEqual(await page.evaluate(() => window.problems), []);
});

test("login-page logs in, and goes to the account", async (t) => {
  const visitor = await site.visit();
  const html = await readFile(join(examples, "login-page/index.html"), "utf8");
  site.files.set("/log-in", html).set("/account", "<!doctype html><title>Account</title>");
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(visitor.page());
  await page.goto(`${site.url}/log-in`);
  await page.getByRole("button", { name: "Send a PIN by SMS" }).click();
  await submit(page, () => visitor.rightPin());
  await page.waitForURL("**/account");
});

test("login-texts changes the texts of the element", async (t) => {
  const code = await bundle(`import "${examples}/login-texts/texts.js";`);
  const { page } = await openPage(t, code, '<verigator-login gateway="/2fa"></verigator-login>');
  await page.getByText("Kinnitage sisselogimine.").waitFor();
});

test("login-me sends and checks a PIN by the client alone", async (t) => {
  const { page, visitor } = await openPage(t, "");
  site.files.set("/log-in.js", await readFile(join(examples, "login-me/log-in.js"), "utf8"));
  const call = (name, ...values) =>
    page.evaluate(async ([name, values]) => (await import("/log-in.js"))[name](...values), [name, values]);
  assert.match(await call("sendPin"), /^Enter the PIN that we sent you/);
  assert.match(await call("sendPin"), /You can get another one in \d+ s/);
  assert.match(await call("checkPin", "12"), /^Enter all digits/);
  for (const left of [4, 3, 2, 1])
    assert.match(await call("checkPin", visitor.wrongPin()), new RegExp(`left: ${left}`));
  assert.equal(await call("checkPin", visitor.rightPin()), null);
});

test("an import of login and element has no effect on a server", async () => {
  const { VerigatorLoginElement } = await import("verigator/element");
  assert.equal(typeof VerigatorLoginElement, "function");
  assert.equal(globalThis.customElements, undefined);
});
