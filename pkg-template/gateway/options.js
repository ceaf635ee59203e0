import { knownAddress } from "./connection.js";
import { loadCore } from "./loading.js";

const defaultTimeoutMs = 5_000;

/** Checks the options and adds the defaults. They may be the properties of a class instance, so each is read by its name and bound. */
export function readOptions(options) {
  const core = loadCore();
  core.checkOptions(options);
  const settings = {
    __proto__: null,
    basePath: "/2fa",
    onVerified: () => undefined,
    address: knownAddress,
    now: Date.now,
    timeoutMs: defaultTimeoutMs,
  };
  for (const name of core.optionNames()) {
    const value = readOption(options, name);
    if (value !== undefined) settings[name] = typeof value === "function" ? value.bind(options) : value;
  }
  settings.policy = core.completePolicy(JSON.stringify(settings.policy ?? {}));
  settings.allowedOrigins = (settings.allowedOrigins ?? []).join(" ");
  return settings;
}

/** Returns an option, which may be inherited from the caller's class, but not from the prototype that all objects share. */
function readOption(options, name) {
  for (let holder = options; holder !== null && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
    if (Object.hasOwn(holder, name)) return options[name];
  }
  return undefined;
}
