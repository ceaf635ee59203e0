import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";
import { startServer } from "./sandbox-server.mjs";

const visit = useChromium();
let server;
/** The server's URL by a name that is no loopback host to browsers: they mark no request to it. */
let url;

before(async () => {
  server = await startServer("--allowed-host", "insecure.test");
  url = server.url.replace("127.0.0.1", "insecure.test");
});

after(() => server?.close());

const spaces = async () => (await (await fetch(`${server.url}/_sandbox/spaces`)).json()).spaces.map(({ name }) => name);

test("the page of an exposed server logs in by plain http, in the root and in a new space", async () => {
  for (const path of ["/", "/spaces/office/"]) {
    const scenario = async (page) => {
      const demo = new DemoPage(page);
      await demo.register();
      await demo.requestSms();
      await demo.typePin(await demo.readPin());
      await demo.waitForWelcome();
    };
    await visit(scenario, { url: url + path });
  }
  assert.deepEqual(await spaces(), ["office"]);
});

test("images, scripts and frames of a foreign page create no space and claim no message, although nothing marks them", async (t) => {
  const number = "+46701740612";
  await seedMessage(number);
  const paths = ["/spaces/forged/_sandbox/clock", `/_sandbox/inbox/next?to=${encodeURIComponent(number)}`];
  const tags = (target) =>
    `<img src="${target}"><script src="${target}"></script><iframe src="${target}"></iframe><link rel="stylesheet" href="${target}">`;
  const foreign = createServer((_, response) =>
    response.setHeader("content-type", "text/html").end(paths.map((path) => tags(url + path)).join("")),
  );
  foreign.listen(0, "127.0.0.1");
  await once(foreign, "listening");
  t.after(() => foreign.close());
  const { kinds, responses } = await visitForeign(`http://127.0.0.1:${foreign.address().port}`);
  assert.deepEqual(kinds.sort(), [
    "document",
    "document",
    "image",
    "image",
    "script",
    "script",
    "stylesheet",
    "stylesheet",
  ]);
  // Chromium shows no response to the others, since the page may not read them.
  assert.ok(responses.length >= 2);
  for (const { status, headers } of responses)
    assert.deepEqual([status, headers["sec-fetch-site"], headers.origin], [403, undefined, undefined]);
  assert.deepEqual(
    (await spaces()).filter((name) => name === "forged"),
    [],
  );
  const { message } = await (await fetch(`${server.url}/_sandbox/inbox/next?to=${encodeURIComponent(number)}`)).json();
  assert.equal(message?.to, number);
});

/** Sends an SMS to a number, by the API. */
async function seedMessage(phone_number) {
  const headers = { "x-service-auth": "sandbox:sandbox" };
  const call = async (path, data) =>
    (
      await fetch(`${server.url}/v1/service/service${path}`, { method: "POST", headers, body: JSON.stringify(data) })
    ).json();
  const service = await call("", { fqdn: "shop.example", name: "Shop" });
  const user = await call(`/${service.id}/users`, { id_in_service: "ann", phone_number });
  await call(`/${service.id}/users/${user.id}/auth`, { method: "sms" });
}

/** Opens a foreign page. Returns the kinds of its requests to the server, and the responses that it got. */
async function visitForeign(address) {
  const [kinds, responses] = [[], []];
  await visit(
    async (page, { context }) => {
      const other = await context.newPage();
      const recorded = [];
      other.on("request", (request) => request.url().startsWith(url) && kinds.push(request.resourceType()));
      other.on("response", (response) => response.url().startsWith(url) && recorded.push(response));
      await other.goto(address, { waitUntil: "networkidle" });
      for (const response of recorded)
        responses.push({ status: response.status(), headers: await response.request().allHeaders() });
      await page.bringToFront();
    },
    { url: `${url}/` },
  );
  return { kinds, responses };
}
