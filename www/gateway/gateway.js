import { createNumberVerification, messageOptions, toE164 } from "../login/number-verification-api.js";
import { createVerigator } from "../login/verigator-api.js";
import { createStore, loadItem, saveItem } from "../state/store.js";
import { element } from "../ui/element.js";
import { Verigator } from "../verigator/browser.js";

/** Creates the setting that routes the login through a gateway, so that the page itself needs no password. Saved across reloads. */
export function createGatewayMode() {
  const store = createStore({ isEnabled: loadItem("gateway-mode") === true });
  store.subscribe(({ isEnabled }) => saveItem("gateway-mode", isEnabled));
  return store;
}

/** Creates the checkbox that turns the gateway on and off. */
export function gatewayCheckbox(gatewayMode) {
  const input = element("input", {
    type: "checkbox",
    id: "gateway-mode",
    onchange: () => gatewayMode.update({ isEnabled: input.checked }),
  });
  gatewayMode.subscribe(({ isEnabled }) => (input.checked = isEnabled));
  return element("label", { class: "gateway-checkbox", for: input.id }, input, " Use a gateway");
}

/**
 * Creates a gateway in the page that stands in for one on a site's server. Only the gateway has the password. The page's client sends its
 * requests to the gateway, the gateway sends its own to the sandbox, and both are recorded. The page's code is the same for both APIs.
 *
 * Returns a function that returns what `createLogin` needs of a user.
 */
export function createPageGateway(context) {
  const { recorder, session } = context;
  let current;
  /** The user whose page sent a request, which a session cookie would tell. */
  const senders = new WeakMap();

  /** Returns the gateway. It serves one site; its limits last as long as the page. */
  function open() {
    const { api, serviceId, fqdn } = session.value;
    const site = `${api} ${serviceId ?? fqdn}`;
    if (current?.site === site) return current.gateway;
    const gateway = create(context, (request) => senders.get(request) ?? null);
    current = { site, gateway };
    gateway.catch(() => (current = undefined));
    return gateway;
  }

  /** Returns a client for a user's page. */
  async function connect(userId) {
    const gateway = await open();
    const send = (url, options) => {
      const request = new Request(url, options);
      senders.set(request, userId);
      return gateway.fetch(request);
    };
    // By a path, since the page of an exposed sandbox may come by http.
    return Verigator.viaGateway("/2fa", { fetch: recorder.clientOptions("browser", send).fetch });
  }

  return (userId) => {
    const call =
      (name) =>
      async (...values) =>
        (await connect(userId)).me[name](...values);
    const names = ["authenticateUsingSms", "authenticateUsingTotp", "verifyPin"];
    return {
      me: Object.fromEntries(names.map((name) => [name, call(name)])),
      /** The gateway remembers a verified user for a while. One who has signed out since starts over. */
      async status() {
        const status = await (await connect(userId)).status();
        const isOver = status.verified && !session.userOf(userId)?.verified;
        return isOver ? { resendAt: status.resendAt, started: false, verified: false } : status;
      },
    };
  };
}

async function create({ sandbox, recorder, clock, session }, identify) {
  // Loaded on demand: most visitors never turn the gateway on.
  const { createGateway, init, memoryLimits } = await import("../verigator/gateway/browser.js");
  const [apiOptions] = await Promise.all([optionsOfApi({ sandbox, recorder, session }), init()]);
  return createGateway({
    ...apiOptions,
    identify,
    // What starts the session of a real site.
    onVerified: (_, { userId, method }) => session.updateUser(userId, { verified: { method, at: clock.now() } }),
    // The page is the only caller, and a gateway without addresses says so on the console.
    address: () => "192.0.2.1",
    limits: memoryLimits(),
    now: clock.now,
  });
}

/** Returns the options of `createGateway` that depend on the API. */
async function optionsOfApi({ sandbox, recorder, session }) {
  const { api, serviceId } = session.value;
  if (api === "number-verification") {
    const numberOf = (userId) => session.value.users.find(({ id }) => id === userId)?.phoneNumber;
    return {
      numberVerification: await createNumberVerification(sandbox, recorder, "gateway"),
      phoneNumber: (userId) => toE164(numberOf(userId) ?? "") || null,
      verifyNumber: await messageOptions(sandbox),
    };
  }
  return { verigator: await createVerigator(sandbox, recorder, "gateway"), serviceId };
}
