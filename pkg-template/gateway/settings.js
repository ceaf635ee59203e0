import { knownAddress } from "./connection.js";
import { loadCore } from "./loading.js";

/** Has the core check the options, and completes them. Throws on what can't be used. */
export function readSettings(options) {
  const core = loadCore();
  core.checkSettings(options);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    basePath: "/2fa",
    challenge: () => true,
    onVerified: () => undefined,
    onError: () => undefined,
    address: knownAddress,
    now: Date.now,
    ...Object.fromEntries(given),
    policy: core.policyRow(options.policy),
    allowedOrigins: (options.allowedOrigins ?? []).join(" "),
  };
}
