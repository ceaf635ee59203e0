/** Lets tests in other processes make scenarios and read them: `PUT /control/<scenario>`, `GET /control/<scenario>/requests` and `…/closed`. */
export async function answerControl(scenarios, method, [name, question], body, response) {
  if (method === "PUT") {
    scenarios.script(name, JSON.parse(body));
    return response.end("{}");
  }
  const answer = question === "closed" ? await scenarios.closed(name) : scenarios.requests(name);
  response.setHeader("cache-control", "no-store");
  return response.end(JSON.stringify(answer));
}
