/** Reads the options of a gateway, and puts its parts together. */
import { Calls } from "./calls.js";
import { knownAddress } from "./connection.js";
import { Destinations } from "./destinations.js";
import { Devices, rememberDevices } from "./device-store.js";
import { loadCore } from "./loading.js";
import { Pages } from "./pages.js";
import { createIds } from "./limiter.js";
import { Reporter } from "./reporter.js";
import { Users } from "./users.js";

const defaultTimeoutMs = 5_000;
/** Begins the keys of a gateway of Number Verification that shares no limits with one of Verigator. */
const numberVerificationKeys = "number-verification";

export function createGateway(options) {
  loadCore();
  const settings = readOptions(options);
  const reporter = new Reporter(settings);
  const calls = new Calls(settings, reporter);
  const destinations = new Destinations(settings, reporter);
  const createId = createIds();
  const pages = new Pages(settings, calls, destinations, createId, reporter);
  const users = new Users(settings, calls, destinations, createId, reporter);
  const devices = new Devices(settings, calls, createId, reporter);
  const gateway = {
    handle: (request, context) => pages.handle(request, context),
    fetch: (request, ...contexts) => pages.fetch(request, ...contexts),
    user: (userId, caller) => users.user(userId, caller),
    status: (userId) => users.status(userId),
    unlock: (userId) => users.unlock(userId),
    forgetDevices: (userId) => devices.forget(userId),
  };
  rememberDevices(gateway, devices);
  return gateway;
}

/** Checks the options and adds the defaults. They may be the properties of a class instance, so each is read by its name and bound. */
function readOptions(options) {
  const core = loadCore();
  const given = typeof options === "object" && options !== null ? collect(options, core.optionNames()) : {};
  core.checkOptions(options, given);
  const settings = {
    __proto__: null,
    basePath: "/2fa",
    onVerified: () => undefined,
    address: knownAddress,
    now: Date.now,
    timeoutMs: defaultTimeoutMs,
  };
  for (const name of core.optionNames()) {
    const value = given[name];
    if (value !== undefined) settings[name] = typeof value === "function" ? value.bind(options) : value;
  }
  settings.allowedOrigins = (settings.allowedOrigins ?? []).join(" ");
  settings.allowedPrefixes = (settings.allowedPrefixes ?? []).join(" ");
  settings.serviceId ??= numberVerificationKeys;
  const policy = JSON.stringify(settings.policy ?? {}, withoutBigInts);
  settings.rules = new core.Rules(
    policy,
    settings.serviceId,
    settings.basePath,
    settings.allowedOrigins,
    given.now === undefined,
    settings.numberVerification !== undefined,
  );
  return settings;
}

/** JSON has no BigInt. As text it is refused by the name of its field, like any other wrong value. */
function withoutBigInts(name, value) {
  return typeof value === "bigint" ? `${value}n` : value;
}

/** Returns the options by name. They may be inherited from the caller's class, but not from the prototype that all objects share. */
function collect(options, names) {
  const given = { __proto__: null };
  for (let holder = options; holder !== null && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
    for (const name of names) if (Object.hasOwn(holder, name)) given[name] = options[name];
  }
  return given;
}
