import { randomUUID } from "node:crypto";
import { idOf, servicePath } from "./session.js";

const services = "/v1/service/service";
const invalidJson = '{"fqdn":';

/** A number that Ofcom reserves for fiction, so that it belongs to nobody. */
const phoneNumber = "+447700900123";

/** The country code 999 is not assigned. */
const shortestNumber = "+999001";
const longestNumber = "+999001234567890";

/**
 * Sends the calls that cost nothing and returns the service and user that it created, which `deleteResources` deletes.
 *
 * No call starts an authentication of an existing user, even with an invalid body, since the server could send an SMS.
 */
export async function sendFreeCalls(session, unknown, other) {
  const service = await createService(session, unknown);
  const users = `${servicePath(service.id)}/users`;
  const user = await registerUsers(session, users, service.tag);
  await registerInvalidUsers(session, users, user, unknown);
  await readUsers(session, users, user, unknown);
  await verifyWithoutAuthentication(session, users, user, unknown);
  if (other) await callAsOther(session, service, users, other);
  return { service, users, user };
}

/** Sends calls to resources that do not exist. The first one shows whether the server accepts the credentials. */
export async function callUnknown(session, unknown) {
  const first = await session.call("get an unknown service", "GET", servicePath(unknown));
  if (first.failure !== undefined || first.status === 401) return first;
  await session.call("call an unknown path", "GET", `${servicePath(unknown)}/probe`);
  await session.call("call without credentials", "GET", servicePath(unknown), { credentials: null });
  // A made-up username, since wrong passwords could lock the account.
  const credentials = { username: `verigator-probe-${randomUUID()}`, password: "wrong" };
  await session.call("create with wrong credentials", "POST", services, { text: invalidJson, credentials });
  return first;
}

async function createService(session, unknown) {
  const tag = unknown.slice(0, 8);
  const fqdn = `probe-${tag}.example.com`;
  const name = "Verigator probe";
  const { json } = await session.call("create a service", "POST", services, { json: { fqdn, name } });
  const id = idOf(json);
  if (!session.createdServices.has(id)) throw new MissingResource("create a service");
  await session.call("create it again in upper case", "POST", services, { json: { fqdn: fqdn.toUpperCase(), name } });
  await session.call("create with invalid JSON", "POST", services, { text: invalidJson });
  await session.call("create with an array", "POST", services, { json: [] });
  await session.call("create without a name", "POST", services, { json: { fqdn: `a.${fqdn}` } });
  await session.call("create with an empty fqdn", "POST", services, { json: { fqdn: "", name } });
  await session.call("get the service", "GET", servicePath(id));
  await session.call("put the service", "PUT", servicePath(id), { json: {} });
  return { id, fqdn, tag, name };
}

async function registerUsers(session, users, tag) {
  const json = { id_in_service: `probe-${tag}@example.com`, phone_number: phoneNumber };
  const exchange = await session.call("register a user", "POST", users, { json });
  const id = idOf(exchange.json);
  if (!session.createdUsers.has(id)) throw new MissingResource("register a user");
  await session.call("register the user again", "POST", users, { json });
  const numbers = { "6 digits": shortestNumber, "15 digits": longestNumber, separators: "+44 (7700) 900-123" };
  for (const [name, number] of Object.entries(numbers)) {
    const json = { id_in_service: `probe-${number.length}-${tag}@example.com`, phone_number: number };
    await session.call(`register a number with ${name}`, "POST", users, { json });
  }
  const unknownField = { id_in_service: `probe-field-${tag}@example.com`, phone_number: phoneNumber, probe: true };
  await session.call("register with an unknown field", "POST", users, { json: unknownField });
  return { id, name: json.id_in_service };
}

async function registerInvalidUsers(session, users, user, unknown) {
  const id_in_service = "probe@example.com";
  const bodies = {
    "register with invalid JSON": { text: invalidJson },
    "register without a body": { text: "" },
    "register without a phone number": { json: { id_in_service } },
    "register with an empty username": { json: { id_in_service: "", phone_number: phoneNumber } },
    "register a number with 5 digits": { json: { id_in_service, phone_number: "+99900" } },
    "register a number with 16 digits": { json: { id_in_service, phone_number: `${longestNumber}1` } },
    "register a number without a plus": { json: { id_in_service, phone_number: phoneNumber.slice(1) } },
    "register the user again with an invalid number": { json: { id_in_service: user.name, phone_number: "5555" } },
  };
  for (const [exchange, body] of Object.entries(bodies)) await session.call(exchange, "POST", users, body);
  await session.call("register with invalid JSON at an unknown service", "POST", `${servicePath(unknown)}/users`, {
    text: invalidJson,
  });
}

async function readUsers(session, users, user, unknown) {
  const id = encodeURIComponent(user.id);
  const list = await session.call("list the users", "GET", users);
  list.registeredIds = [...session.createdUsers.keys()];
  await session.call("get the user", "GET", `${users}/${id}`);
  await session.call("get the user by the singular path", "GET", `${users.slice(0, -1)}/${id}`);
  await session.call("get an unknown user", "GET", `${users}/${unknown}`);
}

async function verifyWithoutAuthentication(session, users, user, unknown) {
  const path = `${users}/${encodeURIComponent(user.id)}/auth`;
  await session.call("verify without an authentication", "PUT", path, { json: { token: "000000" } });
  await session.call("verify with invalid JSON", "PUT", path, { text: invalidJson });
  await session.call("verify without a token", "PUT", path, { json: {} });
  await session.call("verify with a number", "PUT", path, { json: { token: 100000 } });
  await session.call("verify with a number by the short path", "PUT", shortPath(path), { json: { token: 100000 } });
  await session.call("get the authentication", "GET", path);
  await session.call("start for an unknown user", "POST", `${users}/${unknown}/auth`, { json: { method: "sms" } });
  await session.call("verify for an unknown user with invalid JSON", "PUT", `${users}/${unknown}/auth`, {
    text: invalidJson,
  });
}

/** Sends calls with the credentials of another account. */
async function callAsOther(session, service, users, credentials) {
  const { fqdn, name } = service;
  await session.call("get a foreign service", "GET", servicePath(service.id), { credentials });
  await session.call("register with invalid JSON at a foreign service", "POST", users, {
    text: invalidJson,
    credentials,
  });
  await session.call("create the fqdn of a foreign service", "POST", services, { json: { fqdn, name }, credentials });
}

/** Deletes the service, which is expected to fail while it has users, then its users, then the service again. */
export async function deleteResources(session, { service, users, user }) {
  const path = servicePath(service.id);
  const { failure, status } = await session.call("delete the service with users", "DELETE", path, {
    isExpectedToFail: true,
  });
  // Otherwise the next deletes would show nothing; the clean-up does the rest.
  if (failure !== undefined || status < 400) return;
  await session.call("delete the user", "DELETE", `${users}/${encodeURIComponent(user.id)}`);
  const others = [...session.createdUsers].filter(([id]) => id !== user.id);
  for (const [index, [, { path }]] of others.entries()) await session.call(`delete user ${index + 2}`, "DELETE", path);
  if (session.createdUsers.size === 0 && session.failures === 0)
    await session.call("delete the service", "DELETE", path);
}

/** Returns the path with only one segment `service`, as in the docs' curl sample. */
export function shortPath(path) {
  return path.replace(services, "/v1/service");
}

/** The server did not create what the other calls need, so they cannot be sent. */
export class MissingResource extends Error {
  constructor(exchange) {
    super(`"${exchange}" returned no id, so most calls could not be sent`);
  }
}
