/** A number that is reserved for fiction. */
export const number = "+46701740605";

/** Returns the path of an endpoint with the account's credentials and other parameters in the query. */
export function pathOf(endpoint, parameters, { username = "sandbox", password = "sandbox" } = {}) {
  return `/verify/${endpoint}?${new URLSearchParams({ username, password, ...parameters })}`;
}

/** Creates the two calls of the API, which resolve to the reply's text. */
export function createCalls({ fetch, ...credentials }, origin = "https://api2.messente.com") {
  const call = (endpoint) => async (parameters) => {
    const response = await fetch(origin + pathOf(endpoint, parameters, credentials), { method: "POST" });
    return response.text();
  };
  const start = call("start");
  return {
    start: async (parameters) => (await start({ to: number, ...parameters })).replace(/^OK /, ""),
    verify: call("pin"),
  };
}
