import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "./flow.mjs";

/** The flow as a Cloudflare Worker. Both modules are imported in the global scope, where no I/O is allowed. */
export default {
  async fetch() {
    return Response.json(await flow(verigator, sandbox));
  },
};
