// The error classes, and the one function by which the client makes them.

const brand = Symbol.for("verigator.VerigatorError");
const optional = ["operation", "status", "serverMessage", "requestId", "retryAfterMs", "cause"];

export class VerigatorError extends Error {
  constructor(message, details = {}) {
    super(message);
    const { code = this.constructor.code, retryable = false, attempts = 0 } = details;
    const fields = { code, retryable, attempts };
    for (const name of optional) {
      if (details[name] !== undefined) fields[name] = details[name];
    }
    for (const [name, value] of Object.entries(fields)) {
      Object.defineProperty(this, name, { value, enumerable: name !== "cause", configurable: true, writable: true });
    }
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

Object.defineProperty(VerigatorError.prototype, brand, { value: true });

const classes = new Map();

/** Gives the class its name, which bundlers change, and its code. */
function named(name, code, Class) {
  Object.defineProperty(Class, "name", { value: name, configurable: true });
  Object.defineProperty(Class.prototype, "name", { value: name, configurable: true, writable: true });
  Object.defineProperty(Class, "code", { value: code, configurable: true });
  classes.set(code, Class);
  return Class;
}

named("VerigatorError", "unexpected_status", VerigatorError);
export const InvalidInvocationError = named("InvalidInvocationError", "invalid_invocation", class extends VerigatorError {});
export const InvalidDataError = named("InvalidDataError", "invalid_data", class extends VerigatorError {});
export const WrongCredentialsError = named("WrongCredentialsError", "wrong_credentials", class extends VerigatorError {});
export const ResourceForbiddenError = named("ResourceForbiddenError", "resource_forbidden", class extends VerigatorError {});
export const NoSuchResourceError = named("NoSuchResourceError", "no_such_resource", class extends VerigatorError {});
export const ResourceAlreadyExistsError = named("ResourceAlreadyExistsError", "resource_already_exists", class extends VerigatorError {});
export const RateLimitedError = named("RateLimitedError", "rate_limited", class extends VerigatorError {});
export const InternalError = named("InternalError", "internal", class extends VerigatorError {});
export const InvalidResponseError = named("InvalidResponseError", "invalid_response", class extends VerigatorError {});
export const ConnectionError = named("ConnectionError", "connection", class extends VerigatorError {});
export const TimeoutError = named("TimeoutError", "timeout", class extends VerigatorError {});
export const RedirectError = named("RedirectError", "redirect", class extends VerigatorError {});

/** Called from Rust, whose fields become those of the error. */
export function createError(code, message, operation, status, serverMessage, requestId, retryable, retryAfterMs, attempts, cause) {
  const Class = classes.get(code) ?? VerigatorError;
  return new Class(message, { code, operation, status, serverMessage, requestId, retryable, retryAfterMs, attempts, cause });
}

/** Called from Rust: a plain error that says what was thrown, without the secrets that the original may hold. */
export function createCause(name, message, code, cause) {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  error.stack = `${name}: ${message}`;
  if (code !== undefined) error.code = code;
  return error;
}
