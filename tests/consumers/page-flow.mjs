import { flow } from "./flow.mjs";

/** Runs the flow in a page. An address with `?without-init` leaves out the line that a page needs. */
export async function pageFlow(verigator, sandbox) {
  if (!new URLSearchParams(location.search).has("without-init")) await verigator.init();
  return flow(verigator, sandbox);
}

/**
 * Resolves to the code of the error that the element gets from the site, which has no gateway. So the tool has bundled the element, and the client and the wasm that
 * it loads on demand.
 */
export function elementFlow(element) {
  return new Promise((resolve) => {
    const read = () => element.login?.state.error && resolve(element.login.state.error.code);
    element.addEventListener("failed", read);
    read();
  });
}
