/** Measures an API that responds in this process, whose name is the first argument: sequential requests, and a list of 10,000 users. Prints JSON. */
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { Sandbox } from "verigator/sandbox";
import { median } from "../speed/interleave.mjs";
import { createApi, load } from "./load.mjs";
import { createMinimalApi } from "./minimal-api.mjs";

const baseUrl = "http://localhost";
const credentials = { username: "username", password: "password" };
const [name, total] = process.argv.slice(2);

/** Functions that respond like fetch, by the name of the API. */
const senders = {
  sandbox: () => new Sandbox({ seed: 1, ...credentials }).fetch,
  "Request and Response alone": () => {
    const handle = createMinimalApi();
    return async (url, init) => toResponse(handle, new Request(url, init));
  },
  msw: () => {
    const handle = createMinimalApi();
    const server = setupServer(http.all("*", ({ request }) => toResponse(handle, request, HttpResponse)));
    server.listen({ onUnhandledRequest: "error" });
    return fetch;
  },
};

async function toResponse(handle, request, ResponseClass = Response) {
  const { status, value } = handle(
    request.method,
    request.url,
    request.method === "POST" ? await request.json() : undefined,
  );
  return ResponseClass.json(value, { status });
}

const results = {
  load: await load(createApi(senders[name](), baseUrl, credentials), { total: Number(total), atOnce: 1 }),
};
results.rss = process.memoryUsage().rss;
if (name === "sandbox") results.listMs = await timeOfList();
process.stdout.write(JSON.stringify(results), () => process.exit());

async function timeOfList() {
  const api = createApi(senders.sandbox(), baseUrl, credentials);
  const service = (await api.createService("list.example.com")).id;
  for (let number = 0; number < 10_000; number++) await api.register(service, number);
  const times = [];
  for (let round = 0; round < 9; round++) {
    const start = performance.now();
    await api.getUsers(service);
    times.push(performance.now() - start);
  }
  return median(times);
}
