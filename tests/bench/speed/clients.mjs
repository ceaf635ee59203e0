/** The same call with different clients: each POSTs `{"method":"sms"}` as JSON and parses the JSON response. */
import ky from "ky";
import { ofetch } from "ofetch";
import OpenAI from "openai";
import Stripe from "stripe";
import { Verigator, init } from "verigator";

const username = "username";
const password = "password";
const ids = ["5f1a2b0c-3d4e-4f50-8a6b-7c8d9e0f1a2b", "0e9d8c7b-6a5f-4e3d-9c2b-1a0f9e8d7c6b"];
const body = { method: "sms" };

/** Returns a function by client name that calls a server. The first, raw fetch, is the baseline of the others. */
export async function createClients(baseUrl) {
  await init();
  const path = `/v1/service/service/${ids[0]}/users/${ids[1]}/auth`;
  const url = baseUrl + path;
  const headers = { Accept: "application/json", "X-Service-Auth": `${username}:${password}` };
  const request = {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  return {
    "raw fetch": async () => (await fetch(url, request)).json(),
    "fetch with a time limit": async () =>
      (await fetch(url, { ...request, signal: AbortSignal.timeout(10_000) })).json(),
    verigator: verigator(Verigator, baseUrl),
    ofetch: () => ofetch(url, { method: "POST", headers, body }),
    ky: () => ky.post(url, { headers, json: body }).json(),
    openai: openai(baseUrl, path, headers),
    stripe: stripe(baseUrl, path),
  };
}

/** Returns the call of a build of the package, by its class. */
export function verigator(Verigator, baseUrl) {
  const user = new Verigator(username, password, { baseUrl }).service(ids[0]).user(ids[1]);
  return () => user.authenticateUsingSms();
}

function openai(baseUrl, path, defaultHeaders) {
  const client = new OpenAI({ apiKey: password, baseURL: baseUrl, defaultHeaders, dangerouslyAllowBrowser: true });
  return () => client.post(path, { body });
}

/** Sends JSON with Stripe's client, whose own resources send forms. */
function stripe(baseUrl, path) {
  const { hostname: host, port } = new URL(baseUrl);
  const client = new Stripe(password, {
    host,
    port,
    protocol: "http",
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(),
  });
  return () => client.rawRequest("POST", path.replace("/v1", "/v2"), body);
}
