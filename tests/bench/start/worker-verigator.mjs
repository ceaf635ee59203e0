import { Verigator } from "verigator";

export default {
  async fetch(request, env) {
    const verigator = new Verigator("username", "password", { baseUrl: env.URL });
    return Response.json(await verigator.service("service").user("user").authenticateUsingSms());
  },
};
