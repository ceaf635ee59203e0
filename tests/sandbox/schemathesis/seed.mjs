import { createApiClient } from "../api-client.mjs";
import { createCalls } from "../number-verification/parameters.mjs";

/** Names of services and users that are hard to encode in JSON, a key URI or an SMS. */
const names = ["ann", "Кофе ☕", 'a"b\\c\n\u0000', "<svg onload=alert(1)>", "%2F../?#", " "];

/** Schemathesis sends no example twice, so this is the maximum number of examples with existing users. */
const usersPerService = 40;

/**
 * Seeds a server with services and users, each with a device, an SMS and a push, and with verifications of phone numbers.
 *
 * Returns the path parameters of each user, the credentials, the ids of the verifications, and a snapshot.
 */
export async function seedServer({ url, username, password }) {
  const { call } = createApiClient({ fetch, username, password }, url);
  const users = await seedUsers(url);
  for (const { serviceId, userId } of users) {
    await call("POST", `/${serviceId}/users/${userId}/auth`, { method: "totp" });
    await call("POST", `/${serviceId}/users/${userId}/auth`, { method: "sms" });
  }
  const { start } = createCalls({ fetch, username, password }, url);
  const verifications = await Promise.all(users.map(({ phoneNumber }) => start({ to: phoneNumber, validity: "1800" })));
  const snapshot = await fetch(`${url}/_sandbox/snapshot`);
  return { users, credentials: { username, password }, verifications, snapshot: await snapshot.json() };
}

async function seedUsers(url) {
  const services = names.map((name, index) => ({ fqdn: `${index}.example`, name, users: createUsers(index) }));
  const empty = names.map((name, index) => ({ fqdn: `empty-${index}.example`, name }));
  const body = JSON.stringify({ services: [...services, ...empty] });
  const response = await fetch(`${url}/_sandbox/seed`, { method: "POST", body });
  const seeded = await response.json();
  return seeded.services.flatMap(({ id, users }, index) =>
    users.map((user, position) => ({
      serviceId: id,
      userId: user.id,
      phoneNumber: services[index].users[position].phoneNumber,
    })),
  );
}

function createUsers(service) {
  return Array.from({ length: usersPerService }, (_, index) => ({
    username: `${names[index % names.length]}${index}`,
    phoneNumber: `+37255${service}${1000 + index}`,
    hasApp: true,
  }));
}
