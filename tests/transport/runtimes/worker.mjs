import { AsyncLocalStorage } from "node:async_hooks";
import * as verigator from "verigator";
import { runSuites } from "../suite/run.mjs";

/** Runs the suites as a Cloudflare Worker. */
export default {
  async fetch(request) {
    const { urls, runtime } = await request.json();
    return Response.json(await runSuites(verigator, urls, { ...runtime, AsyncLocalStorage }));
  },
};
