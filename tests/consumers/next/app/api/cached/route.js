import { once } from "node:events";
import { createServer } from "node:http";
import { Verigator } from "verigator";
import { expectedResult } from "../../../flow.mjs";

// Next.js caches every fetch of this route, also a POST, and ignores `cache: "no-store"`.
export const dynamic = "force-dynamic";
export const fetchCache = "force-cache";

/** Sends the same PIN three times, and responds as the flow does if the API got each request. */
export async function GET() {
  let requests = 0;
  const api = createServer((request, response) => {
    requests += 1;
    response.setHeader("content-type", "application/json").end('{"verified":true}');
  });
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  const baseUrl = `http://127.0.0.1:${api.address().port}`;
  for (let count = 0; count < 3; count += 1) {
    await new Verigator("username", "password", { baseUrl }).service("service-id").user("user-id").verifyPin("123456");
  }
  api.closeAllConnections();
  api.close();
  return Response.json(requests === 3 ? expectedResult : { requests });
}
