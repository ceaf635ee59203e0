/**
 * The flow of Verigator's official READMEs, step by step: a user is registered, started by app and by SMS, refused once and verified.
 *
 *   node flow.js                 against a sandbox in this process, which also reads the SMS
 *   node flow.js --interactive   the same, with the PIN typed by you
 *   node flow.js --live          against the live API, by VERIGATOR_USERNAME and VERIGATOR_PASSWORD; an SMS is sent and paid for
 */
import { parseArgs } from "node:util";
import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";
import { typedByOwner, realPhone, sandboxPhone } from "./phone.js";
import { recording } from "./recording.js";
import * as terminal from "./terminal.js";

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
  const { values } = parseArgs({ options: { interactive: { type: "boolean" }, live: { type: "boolean" } } });
  const { verigator, phone, domain } = values.live ? await live() : sandboxed(values.interactive);
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

function sandboxed(isInteractive) {
  const sandbox = new Sandbox();
  const fetch = recording(sandbox.fetch, terminal.exchange);
  const phone = sandboxPhone(sandbox, "+3725555555");
  terminal.title("verigator", "against the sandbox, in this process");
  return {
    verigator: new Verigator(sandbox.username, sandbox.password, { fetch }),
    domain: "coffeeshop.com",
    phone: isInteractive ? typedByOwner(phone) : phone,
  };
}

async function live() {
  const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD } = process.env;
  if (!VERIGATOR_USERNAME || !VERIGATOR_PASSWORD) {
    throw new Error("--live needs VERIGATOR_USERNAME and VERIGATOR_PASSWORD in the environment");
  }
  const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, {
    fetch: recording(fetch, terminal.exchange),
  });
  terminal.title("verigator", `against ${verigator.baseUrl}`);
  // An account has one service for a domain, and may have that of an earlier run.
  const domain = `coffeeshop-${Date.now()}.example.com`;
  return { verigator, domain, phone: await realPhone() };
}

function createService(verigator, domain) {
  terminal.step("Create a service, once, and keep its id");
  return verigator.createService("Coffee Shop", domain);
}

async function getService(verigator, id) {
  terminal.step("Get it back by its id");
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
  const fellBack = byApp.method === "sms";
  terminal.remark(fellBack ? "the user has no app, so the service falls back to SMS" : "the app shows a code");

  terminal.step("Start authentication by SMS");
  const bySms = await user.authenticateUsingSms();
  expect(bySms.method === "sms", `expected an SMS to be sent, got ${bySms.method}`);
  phone.show();

  terminal.step("Refuse a wrong PIN");
  const refused = await user.verifyPin(phone.wrongPin());
  expect(!refused.verified, "expected the wrong PIN to be refused, but it was accepted");
  terminal.remark(`refused, reason: ${refused.reason}`);

  terminal.step("Accept the right one");
  await verify(user, phone);
}

/** Asks until the PIN is right, as the Java README does, or until no PIN can be any more. */
async function verify(user, phone) {
  for (;;) {
    const answer = await user.verifyPin(await phone.pin());
    terminal.remark(answer.verified ? "verified" : `refused, reason: ${answer.reason}`);
    if (answer.verified) return;
    const mayTryAgain = phone.isTyped && answer.reason === "invalid";
    expect(mayTryAgain, `expected the PIN to be accepted, but it was refused, reason: ${answer.reason}`);
  }
}

async function listUsers(service, user) {
  terminal.step("List the users");
  const users = await service.getUsers();
  expect(users.some(({ id }) => id === user.id), `expected user ${user.id} in the list, got ${users.length} others`);
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

function expect(isSo, message) {
  if (!isSo) throw new Error(message);
}
