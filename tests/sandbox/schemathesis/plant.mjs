import { createCaller } from "../calls.mjs";

/** Names that services and users may have, and that are hard to write into JSON, a key URI or an SMS. */
const names = ["ann", "Кофе ☕", "a\"b\\c\n\u0000", "<svg onload=alert(1)>", "%2F../?#", " "];

/** Schemathesis sends no example twice, so that this is how many of a thousand can be of a user that there is. */
const usersPerService = 40;

/**
 * Puts services on a server, with users whose phones have the app, an SMS and a push.
 *
 * Returns the users, each as the values of the document's path parameters, and a snapshot of it all.
 */
export async function plant({ url, username, password }) {
  const { call } = createCaller({ fetch, username, password }, url);
  const users = await plantUsers(url);
  for (const { serviceId, userId } of users) {
    await call("POST", `/${serviceId}/users/${userId}/auth`, { method: "totp" });
    await call("POST", `/${serviceId}/users/${userId}/auth`, { method: "sms" });
  }
  const snapshot = await fetch(`${url}/_sandbox/snapshot`);
  return { users, snapshot: await snapshot.json() };
}

async function plantUsers(url) {
  const services = names.map((name, index) => ({ fqdn: `${index}.example`, name, users: usersOf(index) }));
  const empty = names.map((name, index) => ({ fqdn: `empty-${index}.example`, name }));
  const body = JSON.stringify({ services: [...services, ...empty] });
  const response = await fetch(`${url}/_sandbox/seed-data`, { method: "POST", body });
  const seeded = await response.json();
  return seeded.services.flatMap(({ id, users }, index) =>
    users.map((user, place) => ({ serviceId: id, userId: user.id, phoneNumber: services[index].users[place].phoneNumber })));
}

function usersOf(service) {
  return Array.from({ length: usersPerService }, (_, index) => ({
    username: `${names[index % names.length]}${index}`,
    phoneNumber: `+37255${service}${1000 + index}`,
    hasApp: true,
  }));
}
