/** Conversions between the JSON of the control API and the values of the public classes. */

export function parseMessage({ to, text, pin, sentAt, service }) {
  return { to, text, pin, sentAt: new Date(sentAt), service };
}

export function parseRequest(record) {
  return { ...record, at: new Date(record.at) };
}

/** Returns the own properties alone: what a polluted `Object.prototype` has is not an option. */
export function ownProperties(options) {
  return { __proto__: null, ...options };
}

/** The control API takes integers; dates become RFC 3339 by themselves. */
export function encodeTime(time) {
  return typeof time === "number" ? Math.trunc(time) : time;
}

export function encodeFault(fault, options) {
  // The engine rejects unknown names, so that a fault with a typo does not match every request.
  const { times, path, ...match } = ownProperties(options);
  return {
    fault,
    match: { ...match, path: path instanceof RegExp ? { pattern: path.source, flags: path.flags } : path },
    times: times === Infinity ? Number.MAX_SAFE_INTEGER : times,
  };
}
