/** A site in this process: a gateway to a sandbox, and pages whose `fetch` reaches it. */
import { Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";
import { createLogin } from "verigator/login";
import { Sandbox } from "verigator/sandbox";

export const phoneNumber = "+3725555555";
export const gatewayUrl = "https://shop.example/2fa";

/**
 * Opens a site for one test. Its clock is stopped. `requests` lists what pages sent, `sent` those that are no question for the status, and `intercept` may replace how the
 * gateway responds to a request.
 */
export async function openSite(t, options) {
  const clock = { now: Date.now() };
  const sandbox = new Sandbox({ now: clock.now, seed: 1 });
  const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  const service = await verigator.createService("Shop", "shop.example");
  const user = await service.registerUser("ann", phoneNumber);
  const site = {
    sandbox,
    clock,
    requests: [],
    intercept: (request, respond) => respond(request),
    session: "1",
    advance(milliseconds) {
      clock.now += milliseconds;
      sandbox.clock.advance(milliseconds);
    },
    messages: () => sandbox.inbox.messages(phoneNumber),
    rightPin: () => sandbox.inbox.messages(phoneNumber).at(-1).pin,
    wrongPin: (offset = 1) => String((Number(site.rightPin()) + offset) % 1_000_000).padStart(6, "0"),
    sent: () => site.requests.filter(({ method }) => method !== "GET").map(({ body }) => body),
    user,
  };
  const gateway = createGateway({
    verigator,
    serviceId: service.id,
    identify: (request) => request.headers.get("x-session") && user.id,
    address: () => "192.0.2.1",
    limits: memoryLimits(),
    now: () => clock.now,
    ...options,
  });
  t.mock.method(globalThis, "fetch", async (url, init) => {
    const request = new Request(url, init);
    if (site.session) request.headers.set("x-session", site.session);
    const text = await request.clone().text();
    site.requests.push({ method: request.method, body: text && JSON.parse(text) });
    return site.intercept(request, async (request) => {
      const response = await gateway.fetch(request);
      response.headers.set("date", new Date(clock.now).toUTCString());
      return response;
    });
  });
  return site;
}

/** Opens a page. `steps` records the step of each snapshot, `snapshots` the snapshots. */
export function openPage(options) {
  const login = createLogin({ gateway: gatewayUrl, ...options });
  const snapshots = [];
  login.subscribe((state) => snapshots.push(state));
  return { login, snapshots, steps: () => snapshots.map(({ step }) => step) };
}

/** Opens a page that waits for its PIN. */
export async function openWaitingPage(options) {
  const page = openPage(options);
  await page.login.start("sms");
  return page;
}

/** Lets the gateway act on requests with this method, and loses its response. */
export function loseResponses(site, method) {
  site.intercept = async (request, respond) => {
    const response = await respond(request);
    if (request.method !== method) return response;
    throw new TypeError("fetch failed");
  };
}

/** Keeps requests with this method from the gateway until `release` is called. `arrived` resolves with the first of them. */
export function hold(site, method) {
  const arrival = deferred();
  const gate = deferred();
  site.intercept = async (request, respond) => {
    if (request.method !== method) return respond(request);
    arrival.resolve();
    await gate.promise;
    return respond(request);
  };
  return { arrived: arrival.promise, release: gate.resolve };
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}
