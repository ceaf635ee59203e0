import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";

/** Mocks the servers of the measurement with msw. */
export async function createMock(_, { origins, serviceOf }) {
  let bodySeen;
  const server = setupServer(
    ...origins.map((origin) => http.get(`${origin}/*`, () => HttpResponse.json(serviceOf("mock")))),
    http.put("https://any-body.invalid/*", async ({ request }) => {
      bodySeen = await request.text();
      return HttpResponse.json({ verified: true });
    }),
    http.put("https://matched-body.invalid/*", async ({ request }) => {
      const { token } = await request.json();
      return token === "4711" ? HttpResponse.json({ verified: true }) : HttpResponse.error();
    }),
    http.post("https://refused.invalid/*", () => HttpResponse.error()),
  );
  server.listen({ onUnhandledFrame: "error" });
  return { bodySeen: () => bodySeen, close: () => server.close() };
}
