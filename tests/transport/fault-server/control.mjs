/** Lets tests in other processes make lanes and read them: `PUT /control/<lane>`, `GET /control/<lane>/requests` and `…/closed`. */
export async function answerControl(lanes, method, [name, question], body, response) {
  if (method === "PUT") {
    lanes.script(name, JSON.parse(body));
    return response.end("{}");
  }
  const answer = question === "closed" ? await lanes.closed(name) : lanes.requests(name);
  response.setHeader("cache-control", "no-store");
  return response.end(JSON.stringify(answer));
}
