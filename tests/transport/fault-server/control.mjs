/** The control API, which tests in any process use: `PUT /control/<scenario>`, `GET /control/<scenario>/requests` and `…/closed`. */
export async function respondToControl(scenarios, method, [name, resource], body, response) {
  if (method === "PUT") {
    scenarios.script(name, JSON.parse(body));
    return response.end("{}");
  }
  const result = resource === "closed" ? await scenarios.closed(name) : scenarios.requests(name);
  response.setHeader("cache-control", "no-store");
  return response.end(JSON.stringify(result));
}
