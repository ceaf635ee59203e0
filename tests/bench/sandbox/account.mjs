/** What a sandbox is asked in the measurements, whichever way: `send` is `sandbox.fetch`, or fetch of a server's URL. */
const root = "/v1/service/service";

export function account(send, baseUrl, { username, password }) {
  const headers = { "X-Service-Auth": `${username}:${password}`, "Content-Type": "application/json" };

  async function ask(method, path, body) {
    const response = await send(baseUrl + root + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text && JSON.parse(text);
  }

  return {
    createService: (fqdn) => ask("POST", "", { fqdn, name: "Bench" }),
    register: (service, number) =>
      ask("POST", `/${service}/users`, { id_in_service: `user-${number}`, phone_number: `+3725${String(number).padStart(7, "0")}` }),
    getUser: (service, id) => ask("GET", `/${service}/users/${id}`),
    getUsers: (service) => ask("GET", `/${service}/users`),
    startSms: (service, id) => ask("POST", `/${service}/users/${id}/auth`, { method: "sms" }),
  };
}

/** A tenth registers a user, the rest reads one or starts an authentication; ends with the list, which has to hold them all. */
export async function load(calls, { total, atOnce }) {
  const service = (await calls.createService(`bench-${total}.example.com`)).id;
  const ids = [(await calls.register(service, 0)).id];
  const start = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - start) / 1_000;
  const { users } = await calls.getUsers(service);
  if (users.length !== ids.length || new Set(users.map(({ id }) => id)).size !== ids.length) throw new Error("the list and what was registered differ");
  return { requests: total, perSecond: Math.round(total / seconds), users: users.length };

  async function worker() {
    for (let number = next++; number < total; number = next++) {
      if (number % 10 === 9) ids.push((await calls.register(service, number)).id);
      else if (number % 2) await calls.getUser(service, ids[number % ids.length]);
      else await calls.startSms(service, ids[number % ids.length]);
    }
  }
}
