import { setTimeout } from "node:timers/promises";

const maxAttempts = 3;
const delayMs = 200;

/** Deletes everything that the run created and did not delete yet. Returns a sentence about each resource that may remain. */
export async function cleanUp(session) {
  for (const service of [...session.createdServices.values()]) await deleteService(session, service);
  const remaining = [...session.createdServices.values()].map(
    ({ path, fqdn }) => `could not delete ${path} (fqdn ${fqdn})`,
  );
  const lost = session.lostServices.map((fqdn) => {
    return `there may be a service with the fqdn ${fqdn}, whose id is unknown: its create request got no response with an id`;
  });
  return [...remaining, ...lost];
}

async function deleteService(session, { path, credentials }) {
  for (const resource of [...(await findUsers(session, path, credentials)), path]) {
    const { failure } = await repeat(session, "DELETE", resource, credentials);
    // The others would each take the whole time limit again.
    if (failure !== undefined) return;
  }
}

/** Returns the paths of a service's users: those that the server lists, since a register request may have lost its response, and those known. */
async function findUsers(session, path, credentials) {
  const { json } = await repeat(session, "GET", `${path}/users`, credentials);
  const listed = Array.isArray(json?.users)
    ? json.users.map((user) => `${path}/users/${encodeURIComponent(user?.id)}`)
    : [];
  const known = [...session.createdUsers.values()].filter(({ service }) => service === path).map((user) => user.path);
  return new Set([...listed, ...known]);
}

/** Repeats a request that failed, which is safe: it reads or deletes. */
async function repeat(session, method, path, credentials) {
  for (let attempt = 1; ; attempt += 1) {
    const name = `clean-up ${session.exchanges.size}`;
    const exchange = await session.send(name, method, path, { credentials });
    if (exchange.failure === undefined || attempt === maxAttempts) return exchange;
    await setTimeout(attempt * delayMs);
  }
}
