/** Equal calls by different clients: each POSTs `{"method":"sms"}` as JSON and reads the JSON that comes back. */
import ky from "ky";
import { ofetch } from "ofetch";
import OpenAI from "openai";
import Stripe from "stripe";
import { Verigator, init } from "verigator";

const username = "username";
const password = "password";
const ids = ["5f1a2b0c-3d4e-4f50-8a6b-7c8d9e0f1a2b", "0e9d8c7b-6a5f-4e3d-9c2b-1a0f9e8d7c6b"];
const body = { method: "sms" };

/** Makes the calls, by name, of one server. The first, raw fetch, is what the others are held against. */
export async function contestants(baseUrl) {
  await init();
  const path = `/v1/service/service/${ids[0]}/users/${ids[1]}/auth`;
  const url = baseUrl + path;
  const headers = { Accept: "application/json", "X-Service-Auth": `${username}:${password}` };
  const sent = { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return {
    "raw fetch": async () => (await fetch(url, sent)).json(),
    "fetch with a time limit": async () => (await fetch(url, { ...sent, signal: AbortSignal.timeout(10_000) })).json(),
    verigator: verigator(baseUrl),
    ofetch: () => ofetch(url, { method: "POST", headers, body }),
    ky: () => ky.post(url, { headers, json: body }).json(),
    openai: openai(baseUrl, path, headers),
    stripe: stripe(baseUrl, path),
  };
}

function verigator(baseUrl) {
  const user = new Verigator(username, password, { baseUrl }).service(ids[0]).user(ids[1]);
  return () => user.authenticateUsingSms();
}

function openai(baseUrl, path, defaultHeaders) {
  const client = new OpenAI({ apiKey: password, baseURL: baseUrl, defaultHeaders, dangerouslyAllowBrowser: true });
  return () => client.post(path, { body });
}

/** Stripe's own API takes forms: this is its way of sending JSON. */
function stripe(baseUrl, path) {
  const { hostname: host, port } = new URL(baseUrl);
  const client = new Stripe(password, { host, port, protocol: "http", telemetry: false, httpClient: Stripe.createFetchHttpClient() });
  return () => client.rawRequest("POST", path.replace("/v1", "/v2"), body);
}
