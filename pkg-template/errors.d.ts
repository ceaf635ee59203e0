/** The `code` of an error, one for each class. `unexpected_status` belongs to `VerigatorError` itself. */
export type ErrorCode =
  | "invalid_invocation"
  | "invalid_data"
  | "wrong_credentials"
  | "resource_forbidden"
  | "no_such_resource"
  | "resource_already_exists"
  | "rate_limited"
  | "internal"
  | "unexpected_status"
  | "invalid_response"
  | "connection"
  | "timeout"
  | "redirect";

/**
 * The error that every failed call rejects with, except for an abort by your own signal. Its `message` names the method, the request and what you can
 * do; its `stack` begins with the caller of the method. No property holds credentials, a PIN or a phone number.
 */
export class VerigatorError extends Error {
  /** Creates an error like those of the client, for tests of code that handles them. */
  constructor(
    message: string,
    details?: Partial<
      Pick<
        VerigatorError,
        | "code"
        | "operation"
        | "status"
        | "serverMessage"
        | "requestId"
        | "retryable"
        | "retryAfterMs"
        | "attempts"
        | "cause"
      >
    >,
  );
  /** The name of the class, which minifiers do not change. */
  readonly name: string;
  /** The kind of the error, one for each class. */
  readonly code: ErrorCode;
  /** The method that failed. Absent if a constructor or a gateway's `status` failed; the message names those. */
  readonly operation?: Operation;
  /** The HTTP status, if a response shows one. */
  readonly status?: number;
  /** The server's `message`, if it sent one, with secrets redacted and at most 500 characters. */
  readonly serverMessage?: string;
  /** The id of the last request: the server's `x-request-id` or `request-id` if it sent one, or else the `x-request-id` that the client sent. */
  readonly requestId?: string;
  /** Whether the same call could succeed later. */
  readonly retryable: boolean;
  /** The delay that the header Retry-After asks for, in milliseconds. */
  readonly retryAfterMs?: number;
  /** How many requests were sent. */
  readonly attempts: number;
  /** What fetch threw: a copy of its name, message and code, with secrets redacted. */
  readonly cause?: unknown;
  /** Recognizes an error of this package across realms and duplicate copies. */
  static is(value: unknown): value is VerigatorError;
  /** Returns the error as plain data, without the stack and the cause. */
  toJSON(): {
    name: string;
    message: string;
    code: ErrorCode;
    retryable: boolean;
    attempts: number;
    operation?: Operation;
    status?: number;
    serverMessage?: string;
    requestId?: string;
    retryAfterMs?: number;
  };
}
/** An argument or an option cannot be used; nothing was sent. The message says what was expected and what was received. */
export class InvalidInvocationError extends VerigatorError {}
/** The server rejected the data: 400, 422. */
export class InvalidDataError extends VerigatorError {}
/** The server rejected the credentials: 401. */
export class WrongCredentialsError extends VerigatorError {}
/** The resource belongs to another account: 403. From a gateway: the page's origin is not allowed, or a challenge failed. */
export class ResourceForbiddenError extends VerigatorError {}
/** The service, the user or the started authentication does not exist: 404. */
export class NoSuchResourceError extends VerigatorError {}
/** The resource already exists, or must be emptied first: 409. */
export class ResourceAlreadyExistsError extends VerigatorError {}
/** The server limits the rate of requests: 429. See `retryAfterMs`. */
export class RateLimitedError extends VerigatorError {}
/** The server failed: 5xx. */
export class InternalError extends VerigatorError {}
/** The response is a success, but its body does not have the expected form. The message names the field. The server has most likely acted. */
export class InvalidResponseError extends VerigatorError {}
/** No connection was established, or it was lost, or the function `ticket` failed. See `cause`. */
export class ConnectionError extends VerigatorError {}
/** There was no complete response within `timeoutMs`, or no ticket from the function `ticket`. */
export class TimeoutError extends VerigatorError {}
/** The server responded with a redirect, which is never followed: it would carry the credentials along. */
export class RedirectError extends VerigatorError {}
