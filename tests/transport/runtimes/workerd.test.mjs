import { openWorker } from "../../workerd/open.mjs";
import { runtimeTest } from "./report.mjs";

runtimeTest("client in workerd", async (urls, context) => {
  const { worker, close } = await openWorker(new URL("./worker.mjs", import.meta.url), {
    compatibilityFlags: ["nodejs_als"],
  });
  context.after(close);
  const runtime = { name: "workerd", isBrowser: false, reportsNotConnected: false };
  const response = await worker.dispatchFetch("http://localhost/", {
    method: "POST",
    body: JSON.stringify({ urls, runtime }),
  });
  return response.json();
});
