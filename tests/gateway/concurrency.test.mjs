import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Verigator } from "verigator";
import { tickets } from "verigator/gateway";
import { serveSandbox } from "./sandbox-server.mjs";
import { bundleWorker, developmentVariables, run } from "./workerd.mjs";

const count = 500;
/** Far above what a busy machine takes for all requests at once. */
const timeoutMs = 600_000;
const bundle = await bundleWorker(after, { timeoutMs });

/** The example Worker and a sandbox server, each in its own process, and a page for each user, over HTTP. */
async function openPages(t) {
  const sandbox = await serveSandbox(t);
  const verigator = new Verigator(sandbox.username, sandbox.password, { baseUrl: sandbox.url, timeoutMs });
  const service = await verigator.createService("Shop", "shop.example");
  const numbers = Array.from({ length: count }, (_, index) => `+37255${String(index).padStart(6, "0")}`);
  const users = await Promise.all(numbers.map((number) => service.registerUser(number, number)));
  const bindings = developmentVariables(sandbox, service.id);
  const { origin } = await run(t, { ...bundle, bindings, durableObjectsPersist: openFolderInMemory(after) }).ready;
  const issuer = tickets(bindings.TICKET_SECRET);
  const open = async ({ id }, index) => openPage(origin, await issuer.mint(id), `192.0.${index >> 8}.${index & 255}`);
  return { sandbox, numbers, users, issuer, pages: await Promise.all(users.map(open)) };
}

/** The folder for the databases of 1001 Durable Objects. Flushing all of them takes 9 s on a disk and 3 s in memory. */
function openFolderInMemory(after) {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "verigator-load-"));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A page with its own address; `responses` records what it received. */
function openPage(origin, ticket, address) {
  const responses = [];
  const browse = async (url, init) => {
    init.headers.set("origin", origin);
    init.headers.set("cf-connecting-ip", address);
    // On a busy machine a kept connection has been idle for too long by the second request, and the server closes it just then.
    init.headers.set("connection", "close");
    responses.push(await fetch(url, init));
    return responses.at(-1);
  };
  return { responses, me: Verigator.viaGateway(`${origin}/2fa`, { ticket, fetch: browse, timeoutMs }).me };
}

async function userOfReceipt(issuer, { headers }) {
  const [, token] = /^verigator-receipt=([^;]+);/.exec(headers.getSetCookie()[0]);
  return (await issuer.readReceipt(token)).userId;
}

test(`${count} concurrent users start and are verified through workerd, each with the right receipt`, async (t) => {
  const { sandbox, numbers, users, issuer, pages } = await openPages(t);

  const started = await Promise.all(pages.map(({ me }) => me.authenticateUsingSms()));
  assert.deepEqual(
    started.map(({ method }) => method),
    Array(count).fill("sms"),
  );
  const pins = new Map((await sandbox.messages()).map(({ to, pin }) => [to, pin]));
  assert.deepEqual([...pins.keys()].sort(), numbers, "one SMS to each");

  const responses = await Promise.all(pages.map(({ me }, index) => me.verifyPin(pins.get(numbers[index]))));
  assert.deepEqual(
    responses.map(({ verified }) => verified),
    Array(count).fill(true),
  );
  const receipts = await Promise.all(pages.map((page) => userOfReceipt(issuer, page.responses.at(-1))));
  assert.deepEqual(
    receipts,
    users.map(({ id }) => id),
  );
});
