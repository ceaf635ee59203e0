/** Creates a minimal client of the Verigator API for a sandbox or a server. */
export function createApiClient({ fetch, username, password }, origin = "https://api.verigator.com") {
  const headers = { "X-Service-Auth": `${username}:${password}`, "Content-Type": "application/json" };

  async function call(method, path, body) {
    const response = await fetch(`${origin}/v1/service/service${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** Creates a service with a user and returns the path of the user's authentication. */
  async function register(phoneNumber, username = "ann") {
    const service = await call("POST", "", { fqdn: `${username}.example`, name: "Coffee Shop" });
    const user = await call("POST", `/${service.body.id}/users`, {
      id_in_service: username,
      phone_number: phoneNumber,
    });
    return { userId: user.body.id, authentication: `/${service.body.id}/users/${user.body.id}/auth` };
  }

  return { call, register };
}
