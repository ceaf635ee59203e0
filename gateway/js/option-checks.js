/** Checks the options of the limit stores, and adds the defaults. */

const defaults = { timeoutMs: 2_000, maxConflicts: 30 };
/** The longest wait that a timer takes. */
const maxTimeoutMs = 2 ** 31 - 1;
const maxMaxConflicts = 10_000;

/** Returns the own properties alone: what a polluted `Object.prototype` has is not an option. */
export function ownProperties(options) {
  return { __proto__: null, ...options };
}

/** Returns one of them, undefined if the object, which may be undefined, has none of its own. */
export function ownProperty(options, name) {
  return options != null && Object.hasOwn(options, name) ? options[name] : undefined;
}

/** Returns the options with the defaults of absent ones. Throws a TypeError that names the option that can't be used. */
export function readStoreOptions(store, options = {}, known) {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`${store}: expected options as an object, got ${kindOf(options)}`);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`${store}: unknown option ${unknown}; expected ${known.join(", ")}`);
  const {
    timeoutMs = defaults.timeoutMs,
    maxConflicts = defaults.maxConflicts,
    prefix,
    ...further
  } = ownProperties(options);
  expectInteger(`${store}: timeoutMs`, timeoutMs, 1, maxTimeoutMs);
  expectInteger(`${store}: maxConflicts`, maxConflicts, 0, maxMaxConflicts);
  if (prefix !== undefined && typeof prefix !== "string")
    throw new TypeError(`${store}: prefix: expected a string, got ${kindOf(prefix)}`);
  return { ...further, prefix, timeoutMs, maxConflicts };
}

/** Throws a TypeError unless the object has these methods, own or inherited. */
export function expectFunctions(name, object, methods) {
  const missing = methods.find((method) => typeof object?.[method] !== "function");
  if (missing !== undefined)
    throw new TypeError(`${name}: expected a function ${missing}, got ${kindOf(object?.[missing])}`);
}

function expectInteger(name, value, least, most) {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new TypeError(
    `${name}: expected a whole number from ${least} to ${most}, got ${typeof value === "number" ? value : kindOf(value)}`,
  );
}

/** Returns what a value is, for an error: never the value itself. */
export function kindOf(value) {
  return value === null ? "null" : typeof value;
}

/** Quotes the name of a table, with or without its schema. */
export function quoteTable(store, table) {
  if (typeof table !== "string" || !/^[a-z_]\w{0,62}(\.[a-z_]\w{0,62})?$/i.test(table)) {
    throw new TypeError(
      `${store}: table: expected a name of letters, digits and _, as in verigator_limits or auth.verigator_limits`,
    );
  }
  return table
    .split(".")
    .map((part) => `"${part}"`)
    .join(".");
}
