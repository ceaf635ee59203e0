import { Sandbox, init } from "../verigator/sandbox/browser.js";

/** A sandbox of the page's own. Its requests carry the address of the real API and never leave the page. */
export async function open() {
  await init();
  const { fetch } = new Sandbox();
  return { fetch, baseUrl: "https://api.verigator.com" };
}
