import { knownAddress } from "./connection.js";
import { loadCore } from "./loading.js";

const defaultTimeoutMs = 5_000;

/** Checks the options and adds the defaults. They may be the properties of a class instance, so each is read by its name and bound. */
export function readOptions(options) {
  const core = loadCore();
  core.checkOptions(options);
  const settings = {
    basePath: "/2fa",
    onVerified: () => undefined,
    address: knownAddress,
    now: Date.now,
    timeoutMs: defaultTimeoutMs,
  };
  for (const name of core.optionNames()) {
    const value = options[name];
    if (value !== undefined) settings[name] = typeof value === "function" ? value.bind(options) : value;
  }
  settings.policy = core.completePolicy(JSON.stringify(options.policy ?? {}));
  settings.allowedOrigins = (options.allowedOrigins ?? []).join(" ");
  return settings;
}
