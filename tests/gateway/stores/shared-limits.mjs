/** Tests that hold for every store that several processes can share. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { serveApi } from "../served-api.mjs";
import { startProcess, startProcesses } from "./processes.mjs";

/** Counts the responses by status. */
function count(responses) {
  const counts = {};
  for (const { status } of responses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Registers the tests of a client with the database at the location. */
export function testSharedLimits(client, location) {
  test(`${client}: of 60 starts in four processes one sends an SMS, and of 100 wrong PINs 5 reach the API`, async (t) => {
    const api = await serveApi(t);
    const processes = await startProcesses(t, 4, client, location, api);

    const started = await Promise.all(processes.map((process) => process.start(15)));
    assert.deepEqual(count(started.flat()), { 201: 1, 429: 59 });
    assert.equal(api.smsCount(), 1);

    const responses = await Promise.all(processes.map((process) => process.verify(api.wrongPin(), 25)));
    assert.deepEqual(count(responses.flat()), { 200: 5, 429: 95 });
    assert.equal(api.verificationCount(), 5);
  });

  test(`${client}: a request stays counted if its process is killed before the API responds`, async (t) => {
    const api = await serveApi(t);
    const [first, second] = await startProcesses(t, 2, client, location, api);
    await first.start();
    const arrived = api.hold();
    first.verify(api.wrongPin()).catch(() => {});
    await arrived;
    await first.kill();

    assert.equal((await second.status()).attemptsLeft, 4);
    const responses = await second.verify(api.wrongPin(), 10);
    assert.deepEqual(count(responses), { 200: 4, 429: 6 });
  });
}

/** Registers the test of a client in 12 processes, whose requests do not come at the same moment. */
export function testManyProcesses(client, location) {
  test(`${client}: in 12 processes with jitter 60 starts send one SMS, 60 wrong PINs are checked 5 times, and 24 right PINs verify once`, async (t) => {
    const api = await serveApi(t);
    const processes = await startProcesses(t, 12, client, location, api, 60_000, 300);
    const all = async (call) => (await Promise.all(processes.map(call))).flat();

    assert.deepEqual(count(await all((process) => process.start(5))), { 201: 1, 429: 59 });
    assert.equal(api.smsCount(), 1);
    const right = await all((process) => process.verify(api.rightPin(), 2));
    assert.ok(right.some(({ verified }) => verified));
    assert.equal(api.acceptedCount(), 1);
    assert.ok(api.verificationCount() <= 5, "repetitions of the PIN are not checked again");

    const other = await serveApi(t);
    const others = await startProcesses(t, 12, client, location, other, 60_000, 300);
    await others[0].start();
    const wrong = (await Promise.all(others.map((process) => process.verify(other.wrongPin(), 5)))).flat();
    assert.deepEqual(count(wrong), { 200: 5, 429: 55 });
    assert.equal(other.verificationCount(), 5);
  });
}

/** Registers the test of a client whose server is stopped and restarted. */
export function testServerGone(client, server) {
  test(`${client}: while the server is down requests get 503, and after its restart the counts are kept`, async (t) => {
    const api = await serveApi(t);
    const process = await startProcess(t, client, server.url, api, 1_000);
    await process.start();
    await process.verify(api.wrongPin(), 2);

    await server.stop();
    t.after(() => server.start());
    assert.deepEqual(count(await process.verify(api.rightPin(), 2)), { 503: 2 });
    assert.deepEqual(count(await process.start()), { 503: 1 });
    assert.deepEqual([api.smsCount(), api.verificationCount()], [1, 2]);

    await server.start();
    const [response] = await untilServed(() => process.verify(api.wrongPin()));
    assert.deepEqual([response.status, response.attemptsLeft], [200, 2]);
  });
}

/** Repeats a request until the client has reconnected. */
async function untilServed(send) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const responses = await send();
    if (responses[0].status !== 503) return responses;
  }
  throw new Error("expected the store to be back, got 503 a hundred times");
}
