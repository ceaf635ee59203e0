import { runFlow } from "./flow.mjs";

export default {
  async fetch(request) {
    return Response.json(await runFlow(await request.text(), "worker"));
  },
};
