/** A program for every environment, also one without types for fetch. */
import {
  type CallOptions,
  type FetchFunction,
  init,
  normalizePin,
  NumberVerification,
  User,
  Verigator,
  VerigatorError,
  type VerigatorOptions,
} from "verigator";
import { normalizePin as normalizeInlinePin, Verigator as InlineVerigator } from "verigator/inline";
import { createGateway, durableLimits, memoryLimits, tickets, toNodeHandler } from "verigator/gateway";
import { createGateway as createInlineGateway } from "verigator/gateway/inline";
import { connectSandbox, Sandbox } from "verigator/sandbox";
import { Sandbox as InlineSandbox } from "verigator/sandbox/inline";

export async function flow(): Promise<string> {
  await init();
  const sandbox = new Sandbox({ pinLength: 6 });
  const verigator = new Verigator(sandbox.username, sandbox.password, {
    fetch: sandbox.fetch,
    onRequest: ({ operation }) => void operation,
  });
  const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
  const user: User = await service.registerUser("user@example.com", "+3725555555", { timeoutMs: 1_000 });
  const { method } = await user.authenticateUsingTotp();
  const { pin } = await sandbox.inbox.waitFor("+3725555555");
  const typed: string = normalizePin(pin) || normalizeInlinePin(pin);
  const result = await user.verifyPin(typed);
  verigator[Symbol.dispose]();
  return result.verified ? method : result.reason;
}

export async function numberVerification(): Promise<string | undefined> {
  const sandbox = new Sandbox({ senders: ["Cafe"] });
  const messente = new NumberVerification(sandbox.username, sandbox.password, {
    fetch: sandbox.fetch,
    backupUrl: null,
  });
  const started = await messente.verifyNumber("+46701740605", { from: "Cafe", pinLength: 8, timeoutMs: 1_000 });
  if (started.verified) return undefined;
  const { pin, encoding, segments } = await sandbox.inbox.waitFor("+46701740605");
  const result = await messente.verifyPin(started.verificationId, pin, { cookie: "a secret of the device" });
  messente[Symbol.dispose]();
  return result.verified ? `${encoding} ${segments.toFixed()}` : result.reason;
}

/** A test's own fetch needs a status and a body only. */
export const double: FetchFunction = async (url, { method, headers, body, signal }) => {
  const text = signal.aborted ? "aborted" : `${method} ${url} ${headers.get("accept")} ${body?.length}`;
  return { status: 200, text: async () => text };
};

export const options: VerigatorOptions = { fetch: double, maxRetries: undefined, dangerouslyAllowHttp: false };
export const callOptions: CallOptions = { signal: undefined };

export async function gateway() {
  const verigator = new Verigator("username", "password", options);
  const { identify, receipt } = tickets("0123456789abcdef0123456789abcdef");
  const made = createGateway({
    verigator,
    serviceId: "service",
    identify,
    limits: memoryLimits(),
    challenge: async (request) => request.method === "POST" && (await request.text()) !== "",
    address: (request) => request.headers.get("x-address"),
    onVerified: async (_request, verified) => ({ "set-cookie": await receipt(verified) }),
  });
  createInlineGateway({
    verigator: new InlineVerigator("username", "password"),
    serviceId: "service",
    identify: () => null,
    limits: durableLimits({}),
  });
  return { made, handler: toNodeHandler(made, { trustedProxies: 1 }) };
}

export async function page(): Promise<number | undefined> {
  const client = Verigator.viaGateway("/2fa", {
    ticket: async () => "",
    onRequest: ({ operation }) => operation === "status",
  });
  return (await client.status()).attemptsLeft;
}

export async function remote() {
  const sandbox = await connectSandbox("http://127.0.0.1:8787", { space: "worker-1" });
  new Verigator(sandbox.username, sandbox.password, sandbox.clientOptions);
  new Verigator(sandbox.username, sandbox.password, { ...sandbox.clientOptions, maxRetries: 0 });
  await sandbox[Symbol.asyncDispose]();
  return new InlineSandbox();
}

export const isRetryable = (error: unknown) => VerigatorError.is(error) && error.retryable;
