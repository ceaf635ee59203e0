export default {
  async fetch(_, env) {
    const request = { method: "POST", headers: { "content-type": "application/json" }, body: '{"method":"sms"}' };
    return Response.json(await (await fetch(`${env.URL}/auth`, request)).json());
  },
};
