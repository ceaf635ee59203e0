/** Types of the Web, for environments that have them. They are the environment's own. */
import { same } from "./same.js";
import { type CallOptions, User, Verigator, type VerigatorOptions } from "verigator";
import { createGateway, type Gateway, type GatewayOptions, VerigatorLimits } from "verigator/gateway";
import { connectSandbox, type Inbox, Sandbox } from "verigator/sandbox";

declare const user: User;
declare const gateway: Gateway;
declare const options: GatewayOptions;

same<Exclude<CallOptions["signal"], undefined>, AbortSignal>();
same<Parameters<GatewayOptions["identify"]>[0], Request>();
same<Parameters<Gateway["handle"]>[0], Request>();
same<Awaited<ReturnType<Gateway["handle"]>>, Response | undefined>();
same<Awaited<ReturnType<Gateway["fetch"]>>, Response>();
same<ReturnType<VerigatorLimits["fetch"]>, Promise<Response>>();
same<Sandbox["fetch"], typeof fetch>();
same<NonNullable<NonNullable<Parameters<Inbox["waitFor"]>[1]>["signal"]>, AbortSignal>();

// Every way to pass a fetch.
declare const recorded: typeof fetch;
const functions: VerigatorOptions[] = [
  { fetch },
  { fetch: globalThis.fetch },
  { fetch: recorded },
  { fetch: new Sandbox().fetch },
  { fetch: (url, init) => fetch(url, init) },
  { fetch: async (url, init) => fetch(new Request(url, init)) },
  {
    fetch: (input: string | URL | Request, init?: RequestInit) =>
      fetch(input instanceof URL ? input.href : input, init),
  },
  { fetch: async () => new Response("{}", { status: 200, headers: { "content-type": "application/json" } }) },
];
export const clients = functions.map((one) => new Verigator("username", "password", one));
export const page = Verigator.viaGateway("/2fa", { fetch });

export async function signals() {
  const controller = new AbortController();
  await user.authenticateUsingSms({ signal: controller.signal });
  await user.verifyPin("123456", { signal: AbortSignal.timeout(1_000) });
  await new Sandbox().inbox.waitFor("+3725555555", { signal: AbortSignal.timeout(1_000) });
  const remote = await connectSandbox("http://127.0.0.1:8787");
  await remote.inbox.waitFor("+3725555555", { signal: controller.signal, timeoutMs: 1_000 });
}

export async function requests(request: Request): Promise<Response> {
  const handled = await gateway.handle(request, { address: "192.0.2.1" });
  if (handled) return handled;
  const response = await gateway.fetch(new Request("https://shop.example/2fa/auth", { method: "POST", body: "{}" }));
  response.headers.append("x-handled-by", "gateway");
  return response;
}

// What a hook may return.
createGateway({ ...options, onVerified: () => new Headers({ "set-cookie": "a=1" }) });
createGateway({ ...options, onVerified: () => ({ "set-cookie": "a=1" }) });
createGateway({ ...options, onVerified: () => [["set-cookie", "a=1"]] });
createGateway({ ...options, onVerified: async (request: Request) => void request.headers });
createGateway({ ...options, identify: (request: Request) => request.headers.get("x-user") });

// @ts-expect-error: fetch resolves to a response.
new Verigator("username", "password", { fetch: async () => "response" });
// @ts-expect-error: the URL is a string.
new Verigator("username", "password", { fetch: async (url: number) => new Response(`${url}`) });
// @ts-expect-error: a controller is not its signal.
user.delete({ signal: new AbortController() });
// @ts-expect-error: headers are texts.
createGateway({ ...options, onVerified: () => ({ "set-cookie": 1 }) });
// @ts-expect-error: a URL is not a request.
gateway.handle("https://shop.example/2fa/auth");
