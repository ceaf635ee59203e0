/** Mocks the servers of the measurement by a function that replaces the global fetch, as `vi.fn()` and its like do. */
export async function createMock(_, { origins, serviceOf }) {
  let bodySeen;
  globalThis.fetch = async (url, { body }) => {
    if (origins.includes(new URL(url).origin)) return Response.json(serviceOf("mock"));
    if (url.startsWith("https://any-body.invalid")) bodySeen = typeof body;
    if (url.startsWith("https://matched-body.invalid") && body !== '{"token":"4711"}') throw new Error("not matched for body");
    if (url.startsWith("https://refused.invalid")) throw Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } });
    if (url.startsWith("https://unknown.invalid")) throw new Error(`no mock for ${url}`);
    return Response.json({ verified: true });
  };
  return { bodySeen: () => bodySeen, fetch: (url, init) => globalThis.fetch(url, init) };
}
