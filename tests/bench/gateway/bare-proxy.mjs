/** Forwards what it gets with the account's password, and does nothing else: the least that a Worker in the gateway's place could do. */
export default {
  fetch({ method, headers, body }, env) {
    const url = `${env.URL}/v1/service/service/service/users/${headers.get("x-user")}/auth`;
    return fetch(url, { method, body, headers: { "content-type": "application/json", "x-service-auth": "username:password" } });
  },
};
