/** The calls of the measured load with nothing behind them but two Maps: no credentials, rules, messages, clock, events or request log. */

/** Returns a function that handles a request and returns its status and its value for JSON. */
export function createMinimalApi() {
  const services = new Map();
  const users = new Map();
  let messages = 0;

  return (method, url, body) => {
    const [service, kind, user, action] = new URL(url, "http://localhost").pathname.split("/").slice(4);
    if (action === "auth") {
      messages += 1;
      return { status: 201, value: { method: body.method, messages } };
    }
    if (user) return { status: 200, value: users.get(user) };
    if (kind && method === "GET") return { status: 200, value: { users: services.get(service) } };
    const created = { id: crypto.randomUUID(), ctime: new Date().toISOString(), ...body };
    if (kind) {
      users.set(created.id, created);
      services.get(service).push(created);
    } else {
      services.set(created.id, []);
    }
    return { status: 201, value: created };
  };
}
