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
const bundle = await bundleWorker(after);

/** The example Worker with a sandbox's server, each a process of its own, and a page for each of the users, over HTTP. */
async function openPages(t) {
  const sandbox = await serveSandbox(t);
  const verigator = new Verigator(sandbox.username, sandbox.password, { baseUrl: sandbox.url });
  const service = await verigator.createService("Shop", "shop.example");
  const numbers = Array.from({ length: count }, (_, index) => `+37255${String(index).padStart(6, "0")}`);
  const users = await Promise.all(numbers.map((number) => service.registerUser(number, number)));
  const bindings = developmentVariables(sandbox, service.id);
  const { origin } = await run(t, { ...bundle, bindings, durableObjectsPersist: openFolderInMemory(after) }).ready;
  const office = tickets(bindings.TICKET_SECRET);
  const open = async ({ id }, index) => openPage(origin, await office.mint(id), `192.0.${index >> 8}.${index & 255}`);
  return { sandbox, numbers, users, office, pages: await Promise.all(users.map(open)) };
}

/**
 * Where 1001 Durable Objects keep their databases. A disk takes three times as long as memory does for all to be flushed, 9 s beside 3 s:
 * on a busy machine that is longer than the 10 s that the Worker's client waits for the API.
 */
function openFolderInMemory(after) {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "verigator-load-"));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A page at an address of its own; `answers` has the heads of what it got. */
function openPage(origin, ticket, address) {
  const answers = [];
  const browse = async (url, init) => {
    init.headers.set("origin", origin);
    init.headers.set("cf-connecting-ip", address);
    answers.push(await fetch(url, init));
    return answers.at(-1);
  };
  return { answers, me: Verigator.viaGateway(`${origin}/2fa`, { ticket, fetch: browse, timeoutMs: 120_000 }).me };
}

async function userOfReceipt(office, { headers }) {
  const [, token] = /^verigator-receipt=([^;]+);/.exec(headers.getSetCookie()[0]);
  return (await office.readReceipt(token)).userId;
}

test(`${count} users start at once and are verified at once through workerd: none lost, none mixed up`, async (t) => {
  const { sandbox, numbers, users, office, pages } = await openPages(t);

  const started = await Promise.all(pages.map(({ me }) => me.authenticateUsingSms()));
  assert.deepEqual(started.map(({ method }) => method), Array(count).fill("sms"));
  const pins = new Map((await sandbox.messages()).map(({ to, pin }) => [to, pin]));
  assert.deepEqual([...pins.keys()].sort(), numbers, "one SMS to each");

  const answers = await Promise.all(pages.map(({ me }, index) => me.verifyPin(pins.get(numbers[index]))));
  assert.deepEqual(answers.map(({ verified }) => verified), Array(count).fill(true));
  const receipts = await Promise.all(pages.map((page) => userOfReceipt(office, page.answers.at(-1))));
  assert.deepEqual(receipts, users.map(({ id }) => id));
});
