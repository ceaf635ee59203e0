/** A Worker that forwards each request with the account's credentials and does nothing else: the baseline of the gateway. */
export default {
  fetch({ method, headers, body }, env) {
    const url = `${env.URL}/v1/service/service/service/users/${headers.get("x-user")}/auth`;
    return fetch(url, {
      method,
      body,
      headers: { "content-type": "application/json", "x-service-auth": "username:password" },
    });
  },
};
