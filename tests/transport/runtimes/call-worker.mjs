import { Verigator } from "verigator";

/** Gets a service from the base URL in the body, as a Cloudflare Worker, and responds with its id. */
export default {
  async fetch(request) {
    const { id } = await new Verigator("username", "password", {
      baseUrl: await request.text(),
      maxRetries: 0,
    }).getService("service-id");
    return new Response(id);
  },
};
