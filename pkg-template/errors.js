/** The error classes, and the functions by which the client makes their objects. */

const brand = Symbol.for("verigator.VerigatorError");
const optional = ["operation", "status", "serverMessage", "requestId", "retryAfterMs", "cause"];

/** Defines a property. A descriptor with a prototype would take what a polluted `Object.prototype` has for its own. */
export function define(object, name, descriptor) {
  Object.defineProperty(object, name, { __proto__: null, configurable: true, ...descriptor });
}

export class VerigatorError extends Error {
  constructor(message, details = {}) {
    super(message);
    const { code = this.constructor.code, retryable = false, attempts = 0 } = details;
    const fields = { code, retryable, attempts };
    for (const name of optional) {
      if (details[name] !== undefined) fields[name] = details[name];
    }
    for (const [name, value] of Object.entries(fields))
      define(this, name, { value, enumerable: name !== "cause", writable: true });
  }

  static is(value) {
    try {
      return typeof value === "object" && value !== null && value[brand] === true;
    } catch {
      return false;
    }
  }

  toJSON() {
    return { name: this.name, message: this.message, ...this };
  }
}

define(VerigatorError.prototype, brand, { value: true });

const classes = new Map();

/** Gives a class its name, which bundlers change, and its code. */
function named(name, code, Class) {
  define(Class, "name", { value: name });
  define(Class.prototype, "name", { value: name, writable: true });
  define(Class, "code", { value: code });
  classes.set(code, Class);
  return Class;
}

named("VerigatorError", "unexpected_status", VerigatorError);
export const InvalidInvocationError = named(
  "InvalidInvocationError",
  "invalid_invocation",
  class extends VerigatorError {},
);
export const InvalidDataError = named("InvalidDataError", "invalid_data", class extends VerigatorError {});
export const WrongCredentialsError = named(
  "WrongCredentialsError",
  "wrong_credentials",
  class extends VerigatorError {},
);
export const ResourceForbiddenError = named(
  "ResourceForbiddenError",
  "resource_forbidden",
  class extends VerigatorError {},
);
export const NoSuchResourceError = named("NoSuchResourceError", "no_such_resource", class extends VerigatorError {});
export const ResourceAlreadyExistsError = named(
  "ResourceAlreadyExistsError",
  "resource_already_exists",
  class extends VerigatorError {},
);
export const RateLimitedError = named("RateLimitedError", "rate_limited", class extends VerigatorError {});
export const InternalError = named("InternalError", "internal", class extends VerigatorError {});
export const InvalidResponseError = named("InvalidResponseError", "invalid_response", class extends VerigatorError {});
export const ConnectionError = named("ConnectionError", "connection", class extends VerigatorError {});
export const TimeoutError = named("TimeoutError", "timeout", class extends VerigatorError {});
export const RedirectError = named("RedirectError", "redirect", class extends VerigatorError {});

/** The errors of the client, until their stack has the caller. One that a caller made, as the reason of a signal, keeps its stack. */
const withoutCaller = new WeakSet();

/** Called from Rust. The details become properties of the error. */
export function createError(code, message, details, cause) {
  const error = new (classes.get(code) ?? VerigatorError)(message, { ...details, code, cause });
  withoutCaller.add(error);
  return error;
}

/** Called from Rust: copies what was thrown, without the secrets that the original may hold. */
export function createCause(name, message, code, cause) {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  define(error, "name", { value: name, writable: true });
  error.stack = `${name}: ${message}`;
  if (code !== undefined) error.code = code;
  return error;
}

/**
 * Lets the stack of an error begin with who called the method, and not with where the response was received. `caller` is an Error that the method made,
 * whose frame comes first.
 */
export function withCaller(error, caller) {
  if (!withoutCaller.delete(error)) return error;
  const frames = String(caller.stack)
    .replace(/^Error.*\n/, "")
    .split("\n")
    .slice(1);
  define(error, "stack", { value: [`${error.name}: ${error.message}`, ...frames].join("\n"), writable: true });
  return error;
}
