/** The `code` of an error, one for each class; `unexpected_status` is `VerigatorError` itself. */
export type ErrorCode =
  | "invalid_invocation" | "invalid_data" | "wrong_credentials" | "resource_forbidden" | "no_such_resource"
  | "resource_already_exists" | "rate_limited" | "internal" | "unexpected_status" | "invalid_response"
  | "connection" | "timeout" | "redirect";

/**
 * What every failed call rejects with, an abort by the caller's own signal excepted. `message` names the operation, the request and what to
 * do; neither it nor any other property holds credentials, a PIN or a phone number. A status that the API does not use is of this class itself.
 */
export class VerigatorError extends Error {
  /** Makes an error such as the client does, for tests of code that handles it. */
  constructor(message: string, details?: Partial<Pick<VerigatorError,
    "code" | "operation" | "status" | "serverMessage" | "requestId" | "retryable" | "retryAfterMs" | "attempts" | "cause">>);
  /** The name of the class, which survives minifying. */
  readonly name: string;
  /** Which kind of error it is, one for each class. */
  readonly code: ErrorCode;
  /** The method that failed. Absent where a constructor or a gateway's `status` did, which the message names. */
  readonly operation?: Operation;
  /** The HTTP status, where there was an answer that shows it. */
  readonly status?: number;
  /** The server's `message`, where it sent one, secrets taken out. */
  readonly serverMessage?: string;
  /** The server's `x-request-id` or `request-id`, where it sent one. */
  readonly requestId?: string;
  /** Whether the same call could succeed later. */
  readonly retryable: boolean;
  /** Milliseconds that the server's Retry-After asked to wait. */
  readonly retryAfterMs?: number;
  /** How many requests were sent. */
  readonly attempts: number;
  /** What fetch threw: copies of its name, message and code, secrets taken out. */
  readonly cause?: unknown;
  /** Recognises an error of this package across realms and duplicate copies. */
  static is(value: unknown): value is VerigatorError;
  /** All of it as plain data, stack and cause left out. */
  toJSON(): { name: string; message: string; code: ErrorCode; retryable: boolean; attempts: number; operation?: Operation; status?: number; serverMessage?: string; requestId?: string; retryAfterMs?: number };
}
/** An argument or an option can't be used; nothing was sent. The message says what was expected and what came. */
export class InvalidInvocationError extends VerigatorError {}
/** The server rejected the data: 400, 422. */
export class InvalidDataError extends VerigatorError {}
/** The server rejected the credentials: 401. */
export class WrongCredentialsError extends VerigatorError {}
/** The resource belongs to another account: 403. */
export class ResourceForbiddenError extends VerigatorError {}
/** There is no such service, user or started authentication: 404. */
export class NoSuchResourceError extends VerigatorError {}
/** It exists already, or has to be emptied first: 409. After a retry the first attempt may have succeeded. */
export class ResourceAlreadyExistsError extends VerigatorError {}
/** The server asks for fewer requests: 429. See `retryAfterMs`. */
export class RateLimitedError extends VerigatorError {}
/** The server failed: 5xx. */
export class InternalError extends VerigatorError {}
/** A success whose body is not what the API promises. The message names the field. */
export class InvalidResponseError extends VerigatorError {}
/** The server could not be reached, or the connection broke. See `cause`. */
export class ConnectionError extends VerigatorError {}
/** No whole answer came within `timeoutMs`. */
export class TimeoutError extends VerigatorError {}
/** The server answered with a redirect, which is never followed: it would carry the credentials along. */
export class RedirectError extends VerigatorError {}
