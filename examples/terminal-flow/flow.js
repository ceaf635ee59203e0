/**
 * The flows of both APIs, step by step. Verigator, as in its official READMEs: registers a user, starts an authentication by app and by SMS, and verifies
 * a wrong and a right PIN. Number Verification: sends a PIN to a phone number, and verifies a wrong and a right one.
 *
 *   node flow.js                              uses a sandbox in this process, and reads the PINs from its inbox
 *   node flow.js --interactive                uses the sandbox, and asks you for the PINs
 *   node flow.js --live                       uses the live Verigator API with VERIGATOR_USERNAME and VERIGATOR_PASSWORD, which sends an SMS that is paid for
 *   node flow.js --live --number-verification uses the live Number Verification API with MESSENTE_USERNAME and MESSENTE_PASSWORD, which sends an SMS too
 */
import { parseArgs } from "node:util";
import { NumberVerification, Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";
import { realPhone, sandboxPhone, withTypedPin } from "./phone.js";
import * as terminal from "./terminal.js";
import { tracedFetch } from "./traced-fetch.js";

const username = "user@example.com";

try {
  await main();
} catch (error) {
  terminal.failed(error.name === "Error" ? error.message : `${error.name}: ${error.message}`);
  process.exitCode = 1;
} finally {
  terminal.close();
}

async function main() {
  const { values } = parseArgs({
    options: {
      interactive: { type: "boolean" },
      live: { type: "boolean" },
      "number-verification": { type: "boolean" },
    },
  });
  if (values.live && values["number-verification"]) {
    await verifyNumber(await onLiveNumberVerification());
    return;
  }
  const apis = values.live ? await onLiveApi() : inSandbox(values.interactive);
  await useVerigator(apis);
  if (!values.live) await verifyNumber(apis);
}

async function useVerigator({ verigator, phone, domain }) {
  terminal.title("Verigator", `at ${verigator.baseUrl}`);
  const created = await createService(verigator, domain);
  try {
    const service = await getService(verigator, created.id);
    await withUser(service, phone);
  } finally {
    await deleteService(created);
  }
  terminal.succeeded(`${username} is verified`);
}

async function withUser(service, phone) {
  const user = await registerUser(service, phone);
  try {
    await authenticate(user, phone);
    await listUsers(service, user);
  } finally {
    await deleteUser(user);
  }
}

function inSandbox(isInteractive) {
  const sandbox = new Sandbox();
  const fetch = tracedFetch(sandbox.fetch, terminal.request);
  const phone = sandboxPhone(sandbox, "+46701740605");
  terminal.title("verigator", "with a sandbox in this process");
  return {
    messente: new NumberVerification(sandbox.username, sandbox.password, { fetch }),
    verigator: new Verigator(sandbox.username, sandbox.password, { fetch }),
    domain: "coffeeshop.com",
    phone: isInteractive ? withTypedPin(phone) : phone,
  };
}

async function onLiveApi() {
  const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD } = process.env;
  if (!VERIGATOR_USERNAME || !VERIGATOR_PASSWORD) {
    throw new Error("--live needs VERIGATOR_USERNAME and VERIGATOR_PASSWORD in the environment");
  }
  const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, {
    fetch: tracedFetch(fetch, terminal.request),
  });
  // A domain can have only one service, and an earlier run may have left its own.
  const domain = `coffeeshop-${Date.now()}.example.com`;
  return { verigator, domain, phone: await realPhone() };
}

async function onLiveNumberVerification() {
  const { MESSENTE_USERNAME, MESSENTE_PASSWORD } = process.env;
  if (!MESSENTE_USERNAME || !MESSENTE_PASSWORD) {
    throw new Error("--live --number-verification needs MESSENTE_USERNAME and MESSENTE_PASSWORD in the environment");
  }
  const messente = new NumberVerification(MESSENTE_USERNAME, MESSENTE_PASSWORD, {
    fetch: tracedFetch(fetch, terminal.request),
  });
  return { messente, phone: await realPhone() };
}

/** Number Verification has no services and users: each start gets a phone number, and returns an id. */
async function verifyNumber({ messente, phone }) {
  terminal.title("Number Verification", `at ${messente.baseUrl}`);
  terminal.step("Send a PIN to a phone number, and store the id");
  const started = await messente.verifyNumber(phone.phoneNumber);
  expect(!started.verified, "expected a PIN to be sent, but the device was verified before");
  phone.show();

  terminal.step("Verify a wrong PIN");
  const rejected = await messente.verifyPin(started.verificationId, phone.wrongPin());
  expect(!rejected.verified, "expected the wrong PIN to be rejected, but it was accepted");
  terminal.remark(`rejected, reason: ${rejected.reason}`);

  terminal.step("Verify the right PIN");
  await verify({ verifyPin: (pin) => messente.verifyPin(started.verificationId, pin) }, phone);
  terminal.succeeded(`${phone.phoneNumber} is verified`);
}

function createService(verigator, domain) {
  terminal.step("Create a service, and store its id");
  return verigator.createService("Coffee Shop", domain);
}

async function getService(verigator, id) {
  terminal.step("Get the service by its id");
  const service = await verigator.getService(id);
  expect(service.id === id, `expected service ${id}, got ${service.id}`);
  terminal.remark(`${service.name}, created ${service.createdAt?.toISOString() ?? service.ctime}`);
  return service;
}

async function registerUser(service, phone) {
  terminal.step("Register a user");
  const user = await service.registerUser(username, phone.phoneNumber);
  expect(user.username === username, `expected a user called ${username}, got ${user.username}`);
  return user;
}

async function authenticate(user, phone) {
  terminal.step("Start authentication by the app");
  const byApp = await user.authenticateUsingTotp();
  const usesSms = byApp.method === "sms";
  terminal.remark(usesSms ? "the user has no app, so the service falls back to SMS" : "the app shows a code");

  terminal.step("Start authentication by SMS");
  const bySms = await user.authenticateUsingSms();
  expect(bySms.method === "sms", `expected an SMS to be sent, got ${bySms.method}`);
  phone.show();

  terminal.step("Verify a wrong PIN");
  const rejected = await user.verifyPin(phone.wrongPin());
  expect(!rejected.verified, "expected the wrong PIN to be rejected, but it was accepted");
  terminal.remark(`rejected, reason: ${rejected.reason}`);

  terminal.step("Verify the right PIN");
  await verify(user, phone);
}

/** Verifies PINs until one is right, as the Java README does, or until no PIN can be accepted any more. */
async function verify(user, phone) {
  for (;;) {
    const verification = await user.verifyPin(await phone.pin());
    terminal.remark(verification.verified ? "verified" : `rejected, reason: ${verification.reason}`);
    if (verification.verified) return;
    const mayTryAgain = phone.isTyped && verification.reason === "invalid";
    expect(mayTryAgain, `expected the PIN to be accepted, but it was rejected, reason: ${verification.reason}`);
  }
}

async function listUsers(service, user) {
  terminal.step("List the users");
  const users = await service.getUsers();
  expect(
    users.some(({ id }) => id === user.id),
    `expected user ${user.id} in the list, got ${users.length} others`,
  );
  terminal.remark(users.map(({ username }) => username).join(", "));
}

async function deleteUser(user) {
  terminal.step("Delete the user");
  await user.delete();
}

async function deleteService(service) {
  terminal.step("Delete the service");
  await service.delete();
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}
