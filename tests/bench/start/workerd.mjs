import { openWorker } from "../../workerd/open.mjs";

/** Starts a Worker and times its first answer from outside, since its own clock stands still. The Worker is loaded by then, not run. */
export async function firstAnswer(name, url) {
  const { worker, close } = await openWorker(new URL(name, import.meta.url), { bindings: { URL: url } });
  try {
    const start = performance.now();
    await worker.ready;
    const started = performance.now();
    await (await worker.dispatchFetch("http://localhost/")).json();
    return { "runtime and Worker start": started - start, "first call": performance.now() - started };
  } finally {
    await close();
  }
}
