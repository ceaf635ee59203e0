export default {
  async fetch(request, env) {
    const sent = { method: "POST", headers: { "content-type": "application/json" }, body: '{"method":"sms"}' };
    return Response.json(await (await fetch(`${env.URL}/auth`, sent)).json());
  },
};
