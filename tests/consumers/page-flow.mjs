import { flow } from "./flow.mjs";

/** Runs the flow in a page. An address with `?without-init` leaves out the line that a page needs. */
export async function pageFlow(verigator, sandbox) {
  if (!new URLSearchParams(location.search).has("without-init")) await verigator.init();
  return flow(verigator, sandbox);
}
