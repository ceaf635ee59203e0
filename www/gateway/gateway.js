import { createNumberVerification, messageOptions, toE164 } from "../login/number-verification-api.js";
import { newUserId } from "../login/session.js";
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
 */
export function createPageGateway({ sandbox, recorder, clock, session }) {
  let current;

  /** Returns the client for this gateway. A gateway serves one site; its limits last as long as the page. */
  async function connect() {
    const { api, serviceId, fqdn } = session.value;
    const site = `${api} ${serviceId ?? fqdn}`;
    if (current?.site !== site) current = { site, client: await create() };
    return current.client;
  }

  async function create() {
    // Loaded on demand: most visitors never turn the gateway on.
    const { createGateway, init, memoryLimits } = await import("../verigator/gateway/browser.js");
    const [apiOptions] = await Promise.all([optionsOfApi({ sandbox, recorder, session }), init()]);
    const identify = () => session.value.userId ?? null;
    // The page is the only caller, and a gateway without addresses says so on the console.
    const address = () => "192.0.2.1";
    const gateway = createGateway({ ...apiOptions, identify, address, limits: memoryLimits(), now: clock.now });
    const { fetch } = recorder.clientOptions("browser", (url, options) => gateway.fetch(new Request(url, options)));
    // By a path, since the page of an exposed sandbox may come by http.
    return Verigator.viaGateway("/2fa", { fetch });
  }

  /** `id` tells apart the gateways of two visits, which do not share the starts that they remember. */
  return { id: newUserId(), connect };
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
