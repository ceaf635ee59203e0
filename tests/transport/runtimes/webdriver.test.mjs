import { open } from "../../browsers/browsers.mjs";
import { runtimeTest } from "./report.mjs";
import { inBrief, servePage } from "./site.mjs";

/** Not the events of a connection that is cut: Firefox sends a read again by itself, so that the client has fewer attempts to tell of. */
const only = inBrief.filter((suite) => suite !== "events");

for (const [name, title] of Object.entries({ firefox: "Firefox", webkit: "WebKitGTK" })) {
  runtimeTest(`client in a page of ${title}`, async (urls, context) => {
    const { driver, close } = await open(name);
    context.after(close);
    await driver.manage().setTimeouts({ script: 300_000 });
    await driver.get(await servePage(context));
    const runtime = { name, isBrowser: true, tellsNotConnected: false, only };
    const { results, error } = JSON.parse(await driver.executeAsyncScript(inPage, { urls, runtime }));
    if (error) throw new Error(error);
    return results;
  });
}

/** Runs in the page, as the body of a function. Its module may load after the page has. As JSON, since the drivers make a null of what is undefined. */
const inPage = `
  const [given, done] = arguments;
  async function run() {
    while (!("runSuites" in globalThis)) await new Promise((resolve) => setTimeout(resolve, 20));
    return { results: await globalThis.runSuites(given) };
  }
  run().catch((error) => ({ error: String(error) })).then((told) => done(JSON.stringify(told)));`;
