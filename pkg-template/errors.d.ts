export type ErrorCode =
  | "invalid_invocation" | "invalid_data" | "wrong_credentials" | "resource_forbidden" | "no_such_resource"
  | "resource_already_exists" | "rate_limited" | "internal" | "unexpected_status" | "invalid_response"
  | "connection" | "timeout" | "redirect";

/** What every failed call rejects with, an abort by the caller's own signal excepted. `message` names the operation and what to do. */
export class VerigatorError extends Error {
  readonly name: string;
  readonly code: ErrorCode;
  readonly operation?: Operation;
  readonly status?: number;
  /** The server's `message`, where it sent one. */
  readonly serverMessage?: string;
  readonly requestId?: string;
  /** Whether the same call could succeed later. */
  readonly retryable: boolean;
  /** What the server's Retry-After asked for. */
  readonly retryAfterMs?: number;
  /** How many requests were sent. */
  readonly attempts: number;
  readonly cause?: unknown;
  /** Recognises an error of this package across realms and duplicate copies. */
  static is(value: unknown): value is VerigatorError;
}
/** Bad arguments; nothing was sent. */
export class InvalidInvocationError extends VerigatorError {}
/** 400, 422. */
export class InvalidDataError extends VerigatorError {}
/** 401. */
export class WrongCredentialsError extends VerigatorError {}
/** 403. */
export class ResourceForbiddenError extends VerigatorError {}
/** 404. */
export class NoSuchResourceError extends VerigatorError {}
/** 409. */
export class ResourceAlreadyExistsError extends VerigatorError {}
/** 429. */
export class RateLimitedError extends VerigatorError {}
/** 5xx. */
export class InternalError extends VerigatorError {}
/** A success whose body is not what the API promises. */
export class InvalidResponseError extends VerigatorError {}
/** The server could not be reached, or the connection broke. */
export class ConnectionError extends VerigatorError {}
export class TimeoutError extends VerigatorError {}
/** The server answered with a redirect, which is never followed: it would carry the credentials along. */
export class RedirectError extends VerigatorError {}
