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

VerigatorError.code = "unexpected_status";
Object.defineProperty(VerigatorError.prototype, "name", { value: "VerigatorError", configurable: true, writable: true });
Object.defineProperty(VerigatorError.prototype, brand, { value: true });

const classes = new Map([["unexpected_status", VerigatorError]]);

function named(Class, name, code) {
  Object.defineProperty(Class.prototype, "name", { value: name, configurable: true, writable: true });
  Class.code = code;
  classes.set(code, Class);
  return Class;
}

export const InvalidInvocationError = named(class InvalidInvocationError extends VerigatorError {}, "InvalidInvocationError", "invalid_invocation");
export const InvalidDataError = named(class InvalidDataError extends VerigatorError {}, "InvalidDataError", "invalid_data");
export const WrongCredentialsError = named(class WrongCredentialsError extends VerigatorError {}, "WrongCredentialsError", "wrong_credentials");
export const ResourceForbiddenError = named(class ResourceForbiddenError extends VerigatorError {}, "ResourceForbiddenError", "resource_forbidden");
export const NoSuchResourceError = named(class NoSuchResourceError extends VerigatorError {}, "NoSuchResourceError", "no_such_resource");
export const ResourceAlreadyExistsError = named(class ResourceAlreadyExistsError extends VerigatorError {}, "ResourceAlreadyExistsError", "resource_already_exists");
export const RateLimitedError = named(class RateLimitedError extends VerigatorError {}, "RateLimitedError", "rate_limited");
export const InternalError = named(class InternalError extends VerigatorError {}, "InternalError", "internal");
export const InvalidResponseError = named(class InvalidResponseError extends VerigatorError {}, "InvalidResponseError", "invalid_response");
export const ConnectionError = named(class ConnectionError extends VerigatorError {}, "ConnectionError", "connection");
export const TimeoutError = named(class TimeoutError extends VerigatorError {}, "TimeoutError", "timeout");
export const RedirectError = named(class RedirectError extends VerigatorError {}, "RedirectError", "redirect");

/** Called from Rust, whose fields become those of the error. */
export function createError(code, message, operation, status, serverMessage, requestId, retryable, retryAfterMs, attempts, cause) {
  const Class = classes.get(code) ?? VerigatorError;
  return new Class(message, { code, operation, status, serverMessage, requestId, retryable, retryAfterMs, attempts, cause });
}

/** Called from Rust: a plain error that says what was thrown, without the secrets that the original may hold. */
export function createCause(name, message, code, cause) {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = name;
  error.stack = `${name}: ${message}`;
  if (code !== undefined) error.code = code;
  return error;
}
