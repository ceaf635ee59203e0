import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { tickets } from "verigator/gateway";
import { createSite } from "./site.mjs";

const secret = "0123456789abcdef0123456789abcdef";
const nowSeconds = Math.floor(Date.now() / 1000);
const valid = { sub: "user-1", aud: "verigator-gateway", exp: nowSeconds + 120, jti: "1" };

/** A Python that has PyJWT, Debian's package python3-jwt. */
const python = ["/usr/bin/python3", "python3"].find((program) => spawnSync(program, ["-c", "import jwt"]).status === 0);

/** Creates a token without the package, like an attacker or another language. */
function forge(claims, { header = { alg: "HS256" }, key = secret, hash = "sha256" } = {}) {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${createHmac(hash, key).update(text).digest("base64url")}`;
}

function identify(token, scheme = "Bearer ") {
  return tickets(secret).identify(new Request("https://shop.example/", { headers: { authorization: scheme + token } }));
}

test("a ticket identifies its user", async () => {
  assert.equal(await identify(await tickets(secret).mint("user-1")), "user-1");
  assert.equal(await identify(await tickets(new TextEncoder().encode(secret)).mint("user-2"), "bearer "), "user-2");
});

test("a ticket is a JWT with all required claims, valid for five minutes", async () => {
  const [header, claims] = (await tickets(secret).mint("user-1"))
    .split(".")
    .map((part) => Buffer.from(part, "base64url").toString());
  assert.equal(JSON.parse(header).alg, "HS256");
  const { sub, aud, exp, jti, ...further } = JSON.parse(claims);
  assert.deepEqual(
    [sub, aud, further],
    ["user-1", "verigator-gateway", {}],
    "no iat: other languages refuse one that is a second ahead",
  );
  assert.ok(Math.abs(exp - nowSeconds - 300) <= 30);
  assert.match(jti, /^[0-9a-f-]{36}$/);
});

test("a ticket minted in another language is valid", async () => {
  assert.equal(await identify(forge(valid)), "user-1");
});

test("an invalid ticket identifies nobody", async () => {
  const [header, claims, signature] = forge(valid).split(".");
  const altered = Buffer.from(JSON.stringify({ ...valid, sub: "user-2" })).toString("base64url");
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  const without = (name) => forge(Object.fromEntries(Object.entries(valid).filter(([key]) => key !== name)));
  const hostile = {
    altered: `${header}.${altered}.${signature}`,
    unsigned: `${none}.${claims}.`,
    "alg none with a signature": `${none}.${claims}.${signature}`,
    HS512: forge(valid, { header: { alg: "HS512" }, hash: "sha512" }),
    "RS256 with the secret": forge(valid, { header: { alg: "RS256" } }),
    "another secret": forge(valid, { key: "x".repeat(32) }),
    "a critical header": forge(valid, { header: { alg: "HS256", crit: ["x"], x: 1 } }),
    expired: forge({ ...valid, exp: nowSeconds - 1 }),
    "valid for too long": forge({ ...valid, exp: nowSeconds + 400 }),
    "not yet valid": forge({ ...valid, nbf: nowSeconds + 60 }),
    "another audience": forge({ ...valid, aud: "shop" }),
    "a receipt": await tickets(secret).receipt({ userId: "user-1", method: "sms", verifiedAt: new Date() }),
    "without sub": without("sub"),
    "without aud": without("aud"),
    "without exp": without("exp"),
    "without jti": without("jti"),
    "sub that is not a string": forge({ ...valid, sub: 7 }),
    nothing: "",
    dots: "..",
    text: "hello",
  };
  for (const [name, token] of Object.entries(hostile)) assert.equal(await identify(token), null, name);
  assert.equal(await identify(forge(valid), "Basic "), null);
  assert.equal(await tickets(secret).identify(new Request("https://shop.example/")), null);
});

test("a ticket expires to the second", async () => {
  let now = 1_763_880_000_000;
  const issuer = tickets(secret, { lifetimeSeconds: 60, now: () => now });
  const headers = { authorization: `Bearer ${await issuer.mint("user-1")}` };
  now += 59_999;
  assert.equal(await issuer.identify(new Request("https://shop.example/", { headers })), "user-1");
  now += 1;
  assert.equal(await issuer.identify(new Request("https://shop.example/", { headers })), null);
});

test("the clock of whoever made a token may be a minute ahead, and not more", async () => {
  const now = 1_763_880_000_000;
  const reader = tickets(secret, { now: () => now });
  for (const [aheadMs, isAccepted] of [
    [1000, true],
    [60_000, true],
    [61_000, false],
  ]) {
    const issuer = tickets(secret, { now: () => now + aheadMs });
    const headers = { authorization: `Bearer ${await issuer.mint("user-1")}` };
    assert.equal(
      await reader.identify(new Request("https://shop.example/", { headers })),
      isAccepted ? "user-1" : null,
    );
    const receipt = await issuer.receipt({ userId: "user-1", method: "sms", verifiedAt: new Date(now) });
    assert.equal((await reader.readReceipt(receipt)) !== null, isAccepted, `${aheadMs} ms ahead`);
  }
});

test("a ticket gives access to one user and no other", async () => {
  const issuer = tickets(secret);
  const site = createSite({ identify: issuer.identify });
  const withTicket = async (user) => ({ user: null, headers: { authorization: `Bearer ${await issuer.mint(user)}` } });
  await site.send("POST", { method: "sms" }, await withTicket("user-1"));
  assert.equal((await site.send("PUT", { token: "246813" }, await withTicket("user-2"))).status, 404);
  const receipt = await issuer.receipt({ userId: "user-1", method: "sms", verifiedAt: new Date() });
  const replay = await site.send(
    "PUT",
    { token: "246813" },
    { user: null, headers: { authorization: `Bearer ${receipt}` } },
  );
  assert.equal(replay.status, 401);
  assert.deepEqual(site.upstream.calls, [{ userId: "user-1", method: "sms" }]);
});

test("a receipt is read once", async () => {
  const issuer = tickets(secret);
  const receipt = { userId: "user-1", method: "totp", verifiedAt: new Date(1_763_880_000_123) };
  const token = await issuer.receipt(receipt);
  assert.deepEqual(await issuer.readReceipt(token), receipt);
  assert.equal(await issuer.readReceipt(token), null);
  assert.equal(await issuer.readReceipt(await issuer.mint("user-1")), null);
  assert.equal(await issuer.readReceipt(7), null);
});

test("reading a receipt costs the same after 2,000 receipts as after 20", async () => {
  let clockReadings = 0;
  const issuer = tickets(secret, { now: () => ((clockReadings += 1), 1_763_880_000_000) });
  const receipt = { userId: "user-1", method: "sms", verifiedAt: new Date(1_763_880_000_000) };
  const cost = async () => {
    const token = await issuer.receipt(receipt);
    clockReadings = 0;
    await issuer.readReceipt(token);
    return clockReadings;
  };
  for (let count = 0; count < 20; count += 1) await cost();
  const after20 = await cost();
  for (let count = 0; count < 2_000; count += 1) await cost();
  assert.equal(await cost(), after20);
});

test("a receipt is rejected the second time, until it has expired", async () => {
  let now = 1_763_880_000_000;
  const issuer = tickets(secret, { now: () => now });
  now += 359_999;
  const ahead = tickets(secret, { now: () => now + 60_000 });
  const token = await ahead.receipt({ userId: "user-1", method: "sms", verifiedAt: new Date(now) });
  assert.notEqual(await issuer.readReceipt(token), null);
  for (const wait of [1, 179_999, 179_999]) {
    now += wait;
    assert.equal(await issuer.readReceipt(token), null);
  }
});

test("a receipt is not read twice after the clock stepped forward and back, and others still are", async () => {
  for (const stepMs of [400_000, 3_600_000, 90_000_000]) {
    let now = 1_763_880_000_000;
    const issuer = tickets(secret, { now: () => now });
    const create = () => issuer.receipt({ userId: "user-1", method: "sms", verifiedAt: new Date(now) });
    const token = await create();
    assert.notEqual(await issuer.readReceipt(token), null);
    now += stepMs;
    // Enough of them that ids are forgotten.
    for (let count = 0; count < 1_100; count += 1) assert.notEqual(await issuer.readReceipt(await create()), null);
    now -= stepMs;
    assert.equal(await issuer.readReceipt(token), null, `${stepMs} ms`);
    now += 10_000;
    assert.notEqual(await issuer.readReceipt(await create()), null, "a new one");
  }
});

test("a token of another gateway with the same secret is refused if the issuer is set, and accepted if it is not", async () => {
  const [shop, bank, any] = [{ issuer: "shop" }, { issuer: "bank" }, {}].map((options) => tickets(secret, options));
  const receiptOf = (issuer) => issuer.receipt({ userId: "user-1", method: "sms", verifiedAt: new Date() });
  const request = async (issuer) =>
    new Request("https://shop.example/", { headers: { authorization: `Bearer ${await issuer.mint("user-1")}` } });
  for (const [maker, reader, isAccepted] of [
    [shop, shop, true],
    [bank, shop, false],
    [any, shop, false],
    [shop, any, true],
  ]) {
    assert.equal(await reader.identify(await request(maker)), isAccepted ? "user-1" : null);
    assert.equal((await reader.readReceipt(await receiptOf(maker))) !== null, isAccepted);
  }
  for (const issuer of ["", 7, null])
    assert.throws(() => tickets(secret, { issuer }), {
      name: "TypeError",
      message: /^tickets: issuer: expected a name/,
    });
});

test("PyJWT reads a receipt of a clock that is ahead", {
  skip: !python && "needs PyJWT: apt-get install python3-jwt",
}, async () => {
  const ahead = tickets(secret, { issuer: "shop", now: () => Date.now() + 40_000 });
  const receipt = await ahead.receipt({ userId: "user-7", method: "totp", verifiedAt: new Date(1_763_880_000_000) });
  const program = `import jwt, json, sys
token, key = sys.argv[1:]
print(json.dumps(jwt.decode(token, key, algorithms=["HS256"], audience="verigator-receipt", issuer="shop", options={"require": ["exp", "sub", "jti"]})))`;
  const claims = JSON.parse(execFileSync(python, ["-c", program, receipt, secret]));
  assert.deepEqual([claims.sub, claims.method, claims.auth_time], ["user-7", "totp", 1_763_880_000]);
});

test("mint rejects for a value that is no user id", async () => {
  for (const id of [undefined, null, 7]) await assert.rejects(tickets(secret).mint(id), TypeError);
});

test("tickets throws for a short secret, a long lifetime and unknown options", () => {
  for (const short of ["x".repeat(31), "", undefined, new Uint8Array(31)])
    assert.throws(() => tickets(short), /32 bytes/);
  for (const lifetimeSeconds of [0, 301, NaN, "60", null])
    assert.throws(() => tickets(secret, { lifetimeSeconds }), /lifetimeSeconds/);
  for (const options of [{ lifetime: 60 }, { now: 5 }, null])
    assert.throws(() => tickets(secret, options), { name: "TypeError", message: /^tickets: / });
});
