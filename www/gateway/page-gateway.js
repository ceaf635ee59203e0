import { Verigator } from "../verigator/browser.js";

/**
 * A gateway in the page, as it would run on a site's server: it alone has the password. What the page's own client sends goes to it, what it
 * sends goes to the sandbox, and both are recorded.
 */
export function createPageGateway({ sandbox, recorder, clock, session }) {
  let made;

  /** What the page has in the place of a `Verigator`. A gateway serves one service; its limits live as long as the page. */
  async function connect() {
    const { serviceId } = session.value;
    if (made?.serviceId !== serviceId) made = { serviceId, client: await make(serviceId) };
    return made.client;
  }

  async function make(serviceId) {
    // Fetched only by who wants to see it.
    const { createGateway, init, memoryLimits } = await import("../verigator/gateway/browser.js");
    await init();
    const { username, password } = sandbox.settings;
    const verigator = new Verigator(username, password, { baseUrl: sandbox.baseUrl, ...recorder.optionsFor("gateway", sandbox.fetch) });
    const identify = () => session.value.userId ?? null;
    const gateway = createGateway({ verigator, serviceId, identify, limits: memoryLimits(), now: clock.now });
    const { fetch } = recorder.optionsFor("browser", (url, options) => gateway.fetch(new Request(url, options)));
    return Verigator.viaGateway(`${location.origin}/2fa`, { fetch });
  }

  return { connect };
}
