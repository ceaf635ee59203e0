import { loadCore } from "./loading.js";

/** Checks the options and completes them. Throws on what can't be used. */
export function readSettings(options) {
  for (const name of ["identify", "onVerified", "challenge", "now", "address", "onError"]) {
    const isMissing = options[name] === undefined && name !== "identify";
    if (!isMissing && typeof options[name] !== "function") throw new TypeError(`${name}: expected a function`);
  }
  if (typeof options.limits?.apply !== "function") throw new TypeError("limits: expected a store, memoryLimits() say");
  const { basePath = "/2fa", allowedOrigins = [] } = options;
  if (!/^\/[\w\-./~]*$/.test(basePath)) throw new TypeError(`basePath: expected a path such as /2fa, got ${basePath}`);
  return {
    challenge: () => true,
    onVerified: () => undefined,
    onError: () => undefined,
    address: (request) => request.headers.get("cf-connecting-ip"),
    now: Date.now,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    basePath,
    policy: loadCore().policyRow(options.policy),
    allowedOrigins: allowedOrigins.map(readOrigin).join(" "),
  };
}

function readOrigin(origin) {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin;
  throw new TypeError(`allowedOrigins: expected origins such as https://www.example.com, got ${origin}`);
}
