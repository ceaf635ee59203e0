/** Mocks the servers of the measurement with undici's MockAgent, which the runtime's own fetch uses too. */
export async function createMock(version, { origins, serviceOf }) {
  const { fetch, MockAgent, setGlobalDispatcher } = await import(version);
  let bodySeen;
  const agent = new MockAgent();
  agent.disableNetConnect();
  setGlobalDispatcher(agent);
  const headers = { "content-type": "application/json" };
  for (const origin of origins) agent.get(origin).intercept({ path: /.*/, method: "GET" }).reply(200, serviceOf("mock"), { headers }).persist();
  const reply = ({ body }) => {
    bodySeen = typeof body;
    return { verified: true };
  };
  agent.get("https://any-body.invalid").intercept({ path: /.*/, method: "PUT" }).reply(200, reply, { headers });
  const matched = agent.get("https://matched-body.invalid").intercept({ path: /.*/, method: "PUT", body: '{"token":"4711"}' });
  matched.reply(200, { verified: true }, { headers }).persist();
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  agent.get("https://refused.invalid").intercept({ path: /.*/, method: "POST" }).replyWithError(refused).persist();
  return { bodySeen: () => bodySeen, fetch };
}
