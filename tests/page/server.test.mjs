import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";
import { runProgram, startServer } from "./sandbox-server.mjs";

const run = promisify(execFile);
const visit = useChromium();
let server;
let url;

before(async () => {
  server = await startServer();
  url = server.url;
});

after(() => server?.close());

const visitServer = (scenario) => visit(scenario, { url: `${url}/` });
const env = () => ({ ...process.env, VERIGATOR_USERNAME: "sandbox", VERIGATOR_PASSWORD: "sandbox" });
const messenteEnv = () => ({ ...process.env, MESSENTE_USERNAME: "sandbox", MESSENTE_PASSWORD: "sandbox" });

async function resetSandbox() {
  await fetch(`${url}/_sandbox/reset`, { method: "POST" });
}

test("page of the sandbox server signs a user in through that server", () =>
  visitServer(async (page) => {
    await resetSandbox();
    const demo = new DemoPage(page);
    await page.getByText(`Sandbox at ${url}`).waitFor();
    await demo.register();
    await demo.requestSms();
    await demo.typePin(await demo.readPin());
    await demo.waitForWelcome();
    const { requests } = await (await fetch(`${url}/_sandbox/requests`)).json();
    assert.deepEqual(
      requests.map(({ method, status }) => `${method} ${status}`),
      ["POST 201", "POST 201", "POST 201", "PUT 200"],
    );
  }));

test("server serves the package modules that the page loads, and no other files of the package", async () => {
  const statusOf = async (path) => (await fetch(`${url}/verigator/${path}`)).status;
  assert.deepEqual(
    await Promise.all(["browser.js", "verigator.wasm", "package.json", "..%2fbrowser.js"].map(statusOf)),
    [200, 200, 404, 404],
  );
});

test("a link changes nothing on a server, since any page could open it", async () => {
  await resetSandbox();
  await visit(
    async (page) => {
      await page
        .locator("#link-notice")
        .filter({ hasText: "links with a state need a page whose sandbox runs in it" })
        .waitFor();
      await new DemoPage(page).waitForHeading("Create an account");
      const { next } = await (await fetch(`${url}/_sandbox/faults`)).json();
      const { requests } = await (await fetch(`${url}/_sandbox/requests`)).json();
      assert.deepEqual([next, requests], [[], []]);
    },
    { url: `${url}/#login=sms&fault=503` },
  );
});

test("page shows the requests and messages of other clients", () =>
  visitServer(async (page) => {
    await resetSandbox();
    const { services } = await (
      await fetch(`${url}/_sandbox/seed`, {
        method: "POST",
        body: JSON.stringify({
          services: [
            { fqdn: "other.example.com", name: "Other", users: [{ username: "eve", phoneNumber: "+3725555599" }] },
          ],
        }),
      })
    ).json();
    const [{ id, users }] = services;
    await fetch(`${url}/v1/service/service/${id}/users/${users[0].id}/auth`, {
      method: "POST",
      headers: { "x-service-auth": "sandbox:sandbox" },
      body: JSON.stringify({ method: "sms" }),
    });
    const demo = new DemoPage(page);
    await page.locator(".message").filter({ hasText: "Your PIN for Other is" }).waitFor();
    assert.equal(await page.getByLabel("Select phone").inputValue(), "+3725555599");
    await page.getByText("sent by another client").waitFor();
    assert.deepEqual(await demo.networkLog(), ["POST 201 sent by another client"]);
  }));

test("page of a space shows only that space, and the choice of spaces opens another", () =>
  visitServer(async (page) => {
    await resetSandbox();
    await fetch(`${url}/spaces/worker-1/_sandbox/settings`);
    const demo = new DemoPage(page);
    await demo.register();
    const choose = async (label) => {
      await page.getByLabel("Space").focus();
      await page.getByLabel("Space").selectOption({ label });
      await page.getByRole("button", { name: "Open", exact: true }).click();
    };
    await choose("Space worker-1");
    await page.getByText(`Sandbox at ${url}/spaces/worker-1`).waitFor();
    assert.deepEqual(await new DemoPage(page).networkLog(), []);
    await demo.register();
    const requestsOf = async (base) => (await (await fetch(`${base}/_sandbox/requests`)).json()).requests.length;
    assert.deepEqual([await requestsOf(url), await requestsOf(`${url}/spaces/worker-1`)], [2, 2]);
    await choose("New space");
    await page.getByText(`Sandbox at ${url}/spaces/space-1`).waitFor();
    await choose("Main sandbox");
    await page.getByText(`Sandbox at ${url}`, { exact: true }).waitFor();
    assert.equal((await demo.networkLog()).length, 2);
  }));

test("copied curl command and JavaScript repeat the request", () =>
  visitServer(async (page) => {
    await resetSandbox();
    const demo = new DemoPage(page);
    await demo.register("o'brien@example.com");
    await page.locator(".rows summary").first().click();
    const copy = async (label) => {
      await demo.button(label).click();
      await page.getByText(`Copied: ${label}`).waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    // The phone number is redacted in the log, so the copied code reads it from the environment. The user exists already, hence 409.
    const withNumber = { ...env(), PHONE_NUMBER: "+3725555501" };
    const curl = await copy("Copy as curl");
    const { stdout } = await run("sh", ["-c", `${curl} --silent --write-out '%{http_code}'`], { env: withNumber });
    assert.match(stdout, /409$/);
    const program = await copy("Copy as JavaScript");
    await assert.rejects(runProgram(program, withNumber), /ResourceAlreadyExistsError/);
  }));

test("program in the Code panel runs unchanged", () =>
  visitServer(async (page) => {
    await resetSandbox();
    const demo = new DemoPage(page);
    await demo.register();
    await demo.button("Copy the program").click();
    await page.getByText("Copied: Copy the program").waitFor();
    const program = await page.evaluate(() => navigator.clipboard.readText());
    const pin = demo.readPin().then((digits) => `${digits}\n`);
    assert.match((await runProgram(program, env(), pin)).stdout, /Welcome!/);
  }));

test("copied code and the program of the Code panel run at the Number Verification API", () =>
  visitServer(async (page) => {
    await resetSandbox();
    const demo = new DemoPage(page);
    await page.getByLabel("Number Verification").check();
    await demo.register();
    await demo.requestSms();
    const pin = await demo.readPin();
    await demo.typePin(pin);
    await demo.waitForWelcome();
    const copy = async (label) => {
      await demo.button(label).click();
      await page.getByText(`Copied: ${label}`).waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const withSecrets = { ...messenteEnv(), PHONE_NUMBER: "+3725555501", PIN: pin };
    const program = await copy("Copy the program");
    const newPin = demo.readPin(2).then((digits) => `${digits}\n`);
    assert.match((await runProgram(program, withSecrets, newPin)).stdout, /Welcome!/);
    // A right PIN has ended its verification.
    await page.locator(".rows li").filter({ hasText: "verifyPin" }).first().locator("summary").click();
    const curl = await copy("Copy as curl");
    const { stdout } = await run("sh", ["-c", `${curl} --silent`], { env: withSecrets });
    assert.equal(stdout, "ERROR 110");
    await assert.rejects(runProgram(await copy("Copy as JavaScript"), withSecrets), /NoSuchResourceError/);
  }));
