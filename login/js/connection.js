/** What a login asks of the gateway, by the wasm client, which is loaded for the first request. */

/** The mark by which `VerigatorError.is` knows an error. */
const brand = Symbol.for("verigator.VerigatorError");

/** Connects to a gateway, or to a user that the page made itself. Sends and loads nothing. */
export function connect(options) {
  /** How far the gateway's clock is at least ahead of the page's, in milliseconds. */
  let aheadMs;

  /** A response's time is older than the moment of its arrival, so the largest difference is the best. A clock that was set meanwhile is far off. */
  function noteTime(time) {
    if (Number.isNaN(time)) return;
    const difference = time - Date.now();
    if (aheadMs === undefined || difference > aheadMs || difference < aheadMs - 60_000) aheadMs = difference;
  }

  const open = options.me ? async () => options : opener(options, noteTime);
  return {
    async ask() {
      const status = await (await open()).status();
      if (status.now) noteTime(+status.now);
      return status;
    },
    async call(method, ...values) {
      return (await open()).me[method](...values);
    },
    toPageTime: (time) => new Date(+time - (aheadMs ?? 0)),
  };
}

/** Returns a function that loads the client once. It tries again after a failure. */
function opener({ gateway, ticket, timeoutMs }, noteTime) {
  if (typeof gateway !== "string") throw new TypeError(`createLogin: expected gateway to be a URL, got ${gateway}`);
  async function fetchWithTime(url, init) {
    const response = await fetch(url, init);
    noteTime(Date.parse(response.headers.get("date")));
    return response;
  }
  async function load() {
    const { init, Verigator } = await import("verigator");
    await init();
    return Verigator;
  }
  let loading;
  let client;
  return async () => {
    loading ??= load();
    const Verigator = await loading.catch((cause) => {
      loading = undefined;
      throw notLoaded(cause);
    });
    client ??= Verigator.viaGateway(gateway, { ticket, timeoutMs, fetch: fetchWithTime });
    return client;
  };
}

/** An error like those of the client, whose classes are missing as well. */
function notLoaded(cause) {
  const message = `login: the client could not be loaded: ${cause?.message ?? cause}`;
  const fields = { name: "ConnectionError", code: "connection", retryable: true, attempts: 0 };
  const toJSON = () => ({ ...fields, message });
  return Object.defineProperties(Object.assign(new Error(message, { cause }), fields), {
    [brand]: { value: true },
    toJSON: { value: toJSON },
  });
}
