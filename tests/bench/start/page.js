import { Verigator, init } from "../node_modules/verigator/browser.js";

async function run() {
  const start = performance.now();
  await init();
  const loaded = performance.now();
  new Verigator("username", "password", { baseUrl: location.origin });
  return { "fetch and compile": loaded - start, "first constructor": performance.now() - loaded };
}

window.result = run();
