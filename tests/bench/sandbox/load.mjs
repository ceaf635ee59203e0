/** The requests that the sandbox gets in the measurements. */

const root = "/v1/service/service";

/** Returns the requests of an account as functions. `send` is `sandbox.fetch`, or `fetch` for a server at `baseUrl`. */
export function createApi(send, baseUrl, { username, password }) {
  const headers = { "X-Service-Auth": `${username}:${password}`, "Content-Type": "application/json" };

  async function request(method, path, body) {
    const response = await send(baseUrl + root + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text && JSON.parse(text);
  }

  return {
    createService: (fqdn) => request("POST", "", { fqdn, name: "Benchmark" }),
    register: (service, number) =>
      request("POST", `/${service}/users`, {
        id_in_service: `user-${number}`,
        phone_number: `+3725${String(number).padStart(7, "0")}`,
      }),
    getUser: (service, id) => request("GET", `/${service}/users/${id}`),
    getUsers: (service) => request("GET", `/${service}/users`),
    startSms: (service, id) => request("POST", `/${service}/users/${id}/auth`, { method: "sms" }),
  };
}

/** Registers a user with a tenth of the requests, and gets one or starts an SMS with the others. Finally checks that all users are listed. */
export async function load(api, { total, atOnce }) {
  const service = (await api.createService(`load-${total}.example.com`)).id;
  const ids = [(await api.register(service, 0)).id];
  const start = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - start) / 1_000;
  const { users } = await api.getUsers(service);
  const listed = new Set(users.map(({ id }) => id)).size;
  if (users.length !== ids.length || listed !== ids.length)
    throw new Error(`expected ${ids.length} users in the list, got ${listed}`);
  return { requests: total, perSecond: Math.round(total / seconds), users: users.length };

  async function worker() {
    for (let number = next++; number < total; number = next++) {
      if (number % 10 === 9) ids.push((await api.register(service, number)).id);
      else if (number % 2) await api.getUser(service, ids[number % ids.length]);
      else await api.startSms(service, ids[number % ids.length]);
    }
  }
}
