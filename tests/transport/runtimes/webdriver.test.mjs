import { open } from "../../browsers/browsers.mjs";
import { runtimeTest } from "./report.mjs";
import { runtimeSpecificSuites, servePage } from "./site.mjs";

/** Without the events: Firefox resends a read when its connection is cut, so the client emits events for fewer attempts. */
const only = runtimeSpecificSuites.filter((suite) => suite !== "events");

for (const [name, title] of Object.entries({ firefox: "Firefox", webkit: "WebKitGTK" })) {
  runtimeTest(`client in a page of ${title}`, async (urls, context) => {
    const { driver, close } = await open(name);
    context.after(close);
    await driver.setTimeouts(1_200_000);
    await driver.get(await servePage(context));
    const runtime = { name, isBrowser: true, reportsNotConnected: false, only };
    const { results, error } = JSON.parse(await driver.executeAsyncScript(inPage, { urls, runtime }));
    if (error) throw new Error(error);
    return results;
  });
}

/** The body of a function that runs in the page. Its module may load after the page. It returns JSON, since the drivers turn undefined into null. */
const inPage = `
  const [input, done] = arguments;
  async function run() {
    while (!("runSuites" in globalThis)) await new Promise((resolve) => setTimeout(resolve, 20));
    return { results: await globalThis.runSuites(input) };
  }
  run().catch((error) => ({ error: String(error) })).then((result) => done(JSON.stringify(result)));`;
