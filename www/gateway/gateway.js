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
 * requests to the gateway, the gateway sends its own to the sandbox, and both are recorded.
 */
export function createPageGateway({ sandbox, recorder, clock, session }) {
  let current;

  /** Returns the client for this gateway. A gateway serves one service; its limits last as long as the page. */
  async function connect() {
    const { serviceId } = session.value;
    if (current?.serviceId !== serviceId) current = { serviceId, client: await create(serviceId) };
    return current.client;
  }

  async function create(serviceId) {
    // Loaded on demand: most visitors never turn the gateway on.
    const { createGateway, init, memoryLimits } = await import("../verigator/gateway/browser.js");
    const [{ username, password }] = await Promise.all([sandbox.settings, init()]);
    const verigator = new Verigator(username, password, {
      baseUrl: sandbox.baseUrl,
      dangerouslyAllowHttp: true,
      ...recorder.clientOptions("gateway", sandbox.fetch),
    });
    const identify = () => session.value.userId ?? null;
    // The page is the only caller, and a gateway without addresses says so on the console.
    const address = () => "192.0.2.1";
    const gateway = createGateway({ verigator, serviceId, identify, address, limits: memoryLimits(), now: clock.now });
    const { fetch } = recorder.clientOptions("browser", (url, options) => gateway.fetch(new Request(url, options)));
    // By a path, since the page of an exposed sandbox may come by http.
    return Verigator.viaGateway("/2fa", { fetch });
  }

  return { connect };
}
