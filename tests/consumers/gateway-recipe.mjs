/** Runs an example of the gateway in its framework's own server, with a page of that framework in Chromium and the sandbox as the API. */
import assert from "node:assert/strict";
import { exec } from "node:child_process";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { freePort } from "../browsers/free-port.mjs";
import { start } from "../browsers/program.mjs";

const run = promisify(exec);
const timeout = 180_000;
const phoneNumber = "+3725555555";
const secret = "0123456789abcdef0123456789abcdef";

/** Builds the project, starts its server by a command that has PORT in it, and logs a user in. */
export function runGatewayRecipe(build, command) {
  return async ({ project, browser }) => {
    const sandbox = await startSandbox(project);
    try {
      const url = `http://127.0.0.1:${await freePort()}`;
      const env = environment(project, { ...sandbox.environment, SITE_ORIGIN: url, PORT: new URL(url).port });
      await run(build, { cwd: project, env, timeout });
      const [program, ...args] = command.replace("PORT", env.PORT).split(" ");
      const server = await start(program, args, { url, cwd: project, env });
      try {
        await logIn(await browser("chromium"), url, sandbox);
      } finally {
        await server.stop();
      }
    } finally {
      await sandbox.stop();
    }
  };
}

/** Goes through the page's second factor: a wrong PIN, then the right one. */
async function logIn({ driver }, url, { readPin }) {
  await driver.get(url);
  await driver.wait(() => driver.executeScript("return Boolean(window.opened)"), 30_000);
  assert.equal((await call(driver, "page.me.authenticateUsingSms()")).method, "sms");
  const pin = await readPin();
  const wrongPin = pin === "000000" ? "000001" : "000000";
  assert.equal((await call(driver, `page.me.verifyPin("${wrongPin}")`)).reason, "invalid");
  assert.equal((await call(driver, "page.status()")).attemptsLeft, 4);
  assert.equal((await call(driver, `page.me.verifyPin("${pin}")`)).verified, true);
  const { httpOnly, secure, sameSite } = await driver.cookie("__Host-receipt");
  assert.deepEqual([httpOnly, secure, sameSite], [true, true, "Strict"]);
}

/** Evaluates an expression in the page once that is open. */
async function call(driver, expression) {
  const { result, error } = await driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    window.opened.then(() => ${expression}).then((result) => done({ result }), (error) => done({ error: String(error) }));
  `);
  if (error) throw new Error(error);
  return result;
}

/** Starts the sandbox of the project's own package, with a service and a user. */
async function startSandbox(project) {
  const installed = join(project, "node_modules/verigator");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = join(installed, "sandbox/bin/verigator.js");
  const { stop } = await start(
    process.execPath,
    [program, "sandbox", "--port", String(port), "--password", "canary-password"],
    { url },
  );
  const { Verigator } = await import(pathToFileURL(join(installed, "node.mjs")));
  const account = { VERIGATOR_USERNAME: "sandbox", VERIGATOR_PASSWORD: "canary-password", VERIGATOR_BASE_URL: url };
  const verigator = new Verigator(account.VERIGATOR_USERNAME, account.VERIGATOR_PASSWORD, { baseUrl: url });
  const service = await verigator.createService("Shop", "shop.example");
  const user = await service.registerUser("ann", phoneNumber);
  return {
    stop,
    environment: {
      ...account,
      VERIGATOR_SERVICE_ID: service.id,
      USER_ID: user.id,
      TICKET_SECRET: secret,
      DEVICE_SECRET: secret,
    },
    async readPin() {
      const response = await fetch(`${url}/_sandbox/inbox/next`, {
        method: "POST",
        body: JSON.stringify({ to: phoneNumber }),
      });
      return (await response.json()).message.pin;
    },
  };
}

function environment(project, variables) {
  const PATH = [join(project, "node_modules/.bin"), process.env.PATH].join(delimiter);
  return { ...process.env, PATH, NO_COLOR: "1", HOST: "127.0.0.1", NEXT_TELEMETRY_DISABLED: "1", ...variables };
}
