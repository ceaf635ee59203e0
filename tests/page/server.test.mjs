import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { useChromium } from "./chromium.mjs";
import { personAt } from "./person.mjs";

const demo = fileURLToPath(new URL("../../target/demo", import.meta.url));
const run = promisify(execFile);
const visit = useChromium();
let server;
let url;

before(async () => {
  const flags = ["node_modules/verigator/sandbox/bin/verigator.js", "sandbox", "--port", "0"];
  server = spawn(process.execPath, flags, { cwd: demo, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: server.stdout })) {
    url = /^Verigator sandbox at (.*)$/.exec(line)?.[1];
    if (url) break;
  }
  assert.ok(url, "expected the server to say where it listens");
  // Whatever else it says is not read, and must not fill the pipe.
  server.stdout.resume();
});

after(() => server?.kill());

const visitServer = (walk) => visit(walk, { url: `${url}/` });
const env = () => ({ ...process.env, VERIGATOR_USERNAME: "sandbox", VERIGATOR_PASSWORD: "sandbox" });

async function emptied() {
  await fetch(`${url}/_sandbox/reset`, { method: "POST" });
}

test("page of the sandbox's server signs a user in through that server", () =>
  visitServer(async (page) => {
    await emptied();
    const person = personAt(page);
    await page.getByText(`Sandbox at ${url}`).waitFor();
    await person.register();
    await person.askForSms();
    await person.typePin(await person.readPin());
    await person.signedIn();
    const { requests } = await (await fetch(`${url}/_sandbox/requests`)).json();
    assert.deepEqual(requests.map(({ method, status }) => `${method} ${status}`), ["POST 201", "POST 201", "POST 201", "PUT 200"]);
  }));

test("server gives out what the page loads of the package, and nothing else of it", async () => {
  const statusOf = async (path) => (await fetch(`${url}/verigator/${path}`)).status;
  assert.deepEqual(await Promise.all(["browser.js", "verigator.wasm", "package.json", "..%2fbrowser.js"].map(statusOf)), [200, 200, 404, 404]);
});

test("requests and messages of other programs show on the page", () =>
  visitServer(async (page) => {
    await emptied();
    const { services } = await (
      await fetch(`${url}/_sandbox/seed-data`, {
        method: "POST",
        body: JSON.stringify({ services: [{ fqdn: "other.example.com", name: "Other", users: [{ username: "eve", phoneNumber: "+3725555599" }] }] }),
      })
    ).json();
    const [{ id, users }] = services;
    await fetch(`${url}/v1/service/service/${id}/users/${users[0].id}/auth`, {
      method: "POST",
      headers: { "x-service-auth": "sandbox:sandbox" },
      body: JSON.stringify({ method: "sms" }),
    });
    const person = personAt(page);
    await page.locator(".bubble").filter({ hasText: "Your PIN for Other is" }).waitFor();
    assert.equal(await page.getByLabel("Whose phone").inputValue(), "+3725555599");
    await page.getByText("sent by another program").waitFor();
    assert.deepEqual(await person.wire(), ["POST 201 sent by another program"]);
  }));

test("copied curl line and copied JavaScript make the call that they stand for", () =>
  visitServer(async (page) => {
    await emptied();
    const person = personAt(page);
    await person.register("o'brien@example.com");
    await page.locator(".rows summary").first().click();
    const copied = async (label) => {
      await person.button(label).click();
      await page.getByText(`Copied: ${label}`).waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    // The phone number is masked on the wire, so it comes from the environment; the user is there already, hence 409.
    const withNumber = { ...env(), PHONE_NUMBER: "+3725555501" };
    const curl = await copied("Copy as curl");
    const { stdout } = await run("sh", ["-c", `${curl} --silent --write-out '%{http_code}'`], { env: withNumber });
    assert.match(stdout, /409$/);
    const program = await copied("Copy as JavaScript");
    await assert.rejects(runProgram(program, withNumber), /ResourceAlreadyExistsError/);
  }));

test("program on the page runs as it stands, ids filled in", () =>
  visitServer(async (page) => {
    await emptied();
    const person = personAt(page);
    await person.register();
    await person.button("Copy the program").click();
    await page.getByText("Copied: Copy the program").waitFor();
    const program = await page.evaluate(() => navigator.clipboard.readText());
    const pin = person.readPin().then((digits) => `${digits}\n`);
    assert.match((await runProgram(program, env(), pin)).stdout, /Welcome!/);
  }));

/** Runs a program in a project that has the package installed; `typed` is what its reader types, once that is known. */
async function runProgram(text, environment, typed = "") {
  const folder = await mkdtemp(join(tmpdir(), "verigator-page-"));
  try {
    await symlink(join(demo, "node_modules"), join(folder, "node_modules"), "dir");
    await writeFile(join(folder, "program.mjs"), text);
    const running = run(process.execPath, ["program.mjs"], { cwd: folder, env: environment });
    const [outcome] = await Promise.all([running, Promise.resolve(typed).then((line) => running.child.stdin.end(line))]);
    return outcome;
  } finally {
    await rm(folder, { recursive: true });
  }
}
