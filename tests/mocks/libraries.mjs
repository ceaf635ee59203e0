/** How each library mocks the servers of the measurement. Each is imported on its own, before any request, since nock changes the runtime by its import. */

/** A refused connection, as Node reports it. */
const createNotConnected = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

const headers = { "content-type": "application/json" };

async function msw() {
  const [{ http, HttpResponse }, { setupServer }] = await Promise.all([import("msw"), import("msw/node")]);
  return ({ origins, serviceOf }) => {
    const server = setupServer(
      ...origins.map((origin) => http.get(`${origin}/*`, () => HttpResponse.json(serviceOf("mock")))),
      http.put("https://any-body.invalid/*", () => HttpResponse.json({ verified: true })),
      http.put("https://matched-body.invalid/*", async ({ request }) => {
        const { token } = await request.json();
        return token === "4711" ? HttpResponse.json({ verified: true }) : HttpResponse.error();
      }),
      http.post("https://refused.invalid/*", () => HttpResponse.error()),
    );
    server.listen({ onUnhandledFrame: "error" });
    return { close: () => server.close() };
  };
}

async function nock() {
  const { default: nock } = await import("nock");
  return ({ origins, serviceOf }) => {
    nock.disableNetConnect();
    for (const origin of origins) nock(origin).get(/.*/).reply(200, serviceOf("mock")).persist();
    // Not a function as the reply, with which nock 15.0.6 never answers any fetch.
    nock("https://any-body.invalid").put(/.*/).reply(200, { verified: true });
    nock("https://matched-body.invalid").put(/.*/, { token: "4711" }).reply(200, { verified: true });
    nock("https://refused.invalid").post(/.*/).replyWithError(createNotConnected()).persist();
    return {};
  };
}

/** undici's MockAgent, which the runtime's own fetch uses too. */
async function undici(version) {
  const { fetch, MockAgent, setGlobalDispatcher } = await import(version);
  return ({ origins, serviceOf }) => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    setGlobalDispatcher(agent);
    const intercept = (origin, matcher) => agent.get(origin).intercept({ path: /.*/, ...matcher });
    for (const origin of origins)
      intercept(origin, { method: "GET" }).reply(200, serviceOf("mock"), { headers }).persist();
    intercept("https://any-body.invalid", { method: "PUT" }).reply(200, { verified: true }, { headers });
    intercept("https://matched-body.invalid", { method: "PUT", body: '{"token":"4711"}' })
      .reply(200, { verified: true }, { headers })
      .persist();
    intercept("https://refused.invalid", { method: "POST" }).replyWithError(createNotConnected()).persist();
    return { fetch };
  };
}

/** A function that replaces the global fetch, as `vi.fn()` and its like do. */
async function replaced() {
  return ({ origins, serviceOf }) => {
    globalThis.fetch = async (url, { body }) => {
      const { origin } = new URL(url);
      if (origins.includes(origin)) return Response.json(serviceOf("mock"));
      if (origin === "https://matched-body.invalid" && body !== '{"token":"4711"}')
        throw new Error("not matched for body");
      if (origin === "https://refused.invalid") throw new TypeError("fetch failed", { cause: createNotConnected() });
      if (origin === "https://unknown.invalid") throw new Error(`no mock for ${url}`);
      return Response.json({ verified: true });
    };
    return { fetch: (url, init) => globalThis.fetch(url, init) };
  };
}

/** Each resolves to a function that mocks the servers, and returns what the measurement needs of the library. */
export const libraries = { msw, nock, undici, replaced };
