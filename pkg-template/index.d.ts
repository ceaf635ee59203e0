/**
 * A client for one account of the Verigator API. Creates services and gets existing ones.
 *
 * All objects that come from it share its credentials and options. Garbage collection frees objects; `free()` or `using` frees
 * one immediately, and calls in flight still finish.
 *
 * @example
 * ```js
 * const { VERIGATOR_USERNAME = "", VERIGATOR_PASSWORD = "" } = process.env;
 * const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD);
 * const service = await verigator.getService(serviceId);
 * ```
 */
export class Verigator {
  /**
   * Creates a client with the credentials of a Messente account. Sends nothing.
   *
   * Each request carries the credentials in the header `X-Service-Auth`, as `username:password` (docs: request-authentication).
   * So the username must not contain a colon, and both must be printable ASCII.
   *
   * @param username - The API username of the account.
   * @param password - Its API password.
   * @param options - The base URL, the time limit, retries, hooks.
   * @throws {InvalidInvocationError} if the credentials are empty or cannot be sent in a header, if an option has the wrong type, if
   * `baseUrl` is neither https nor http to a loopback host and `dangerouslyAllowHttp` is not set, or if this is a web page: everybody
   * who opens it could read the password.
   */
  constructor(username: string, password: string, options?: VerigatorOptions);
  /**
   * Connects a page to a gateway that holds the credentials, for the user who is logging in. Sends nothing.
   *
   * @param baseUrl - Where the gateway is mounted: a path on the page's own origin, as in `/2fa`, or an https URL. If it ends with a
   * slash, so do the requests, as in `/2fa/auth/`, for servers that redirect all other paths.
   * @param options - `ticket`: a JWT of your backend that tells the gateway who is asking, or a function that returns one. Without it a cookie does.
   * @throws {InvalidInvocationError} if the URL cannot be used, or if a path leaves the page's origin.
   */
  static viaGateway(baseUrl: string, options?: GatewayClientOptions): GatewayClient;
  /** The URL that requests are sent to, without the version and without a slash at its end. */
  readonly baseUrl: string;
  /**
   * Creates a service. Do this once, and store its `id`.
   *
   * Not retried after a lost connection or a timeout, since it may have succeeded.
   *
   * @param name - The name that users see, for example in the Verigator app.
   * @param fqdn - The domain name that the service is for, as in `example.com`.
   * @throws {ResourceAlreadyExistsError} if a service with this domain name exists.
   * @throws {InvalidDataError} if the server rejects a value.
   */
  createService(name: string, fqdn: string, options?: CallOptions): Promise<Service>;
  /**
   * Gets a service of the account.
   *
   * @param serviceId - The `id` of the service.
   * @throws {NoSuchResourceError} if no service has this id.
   * @throws {ResourceForbiddenError} if the service belongs to another account.
   */
  getService(serviceId: string, options?: CallOptions): Promise<Service>;
  /**
   * Creates a handle from a known id without sending a request. Its `name` and `ctime` are undefined.
   *
   * @param serviceId - The `id` of the service.
   * @throws {InvalidInvocationError} if this cannot be an id.
   */
  service(serviceId: string): Service;
  /** Returns what may be shown: `baseUrl`, never the credentials. */
  toJSON(): { baseUrl: string };
  /** Frees the object's memory immediately instead of waiting for garbage collection. The object can't be used afterwards. */
  free(): void;
  /** Frees the object at the end of the scope of a `using` declaration. */
  [Symbol.dispose](): void;
}

/**
 * A service: a site or an app whose users are verified.
 *
 * `createService` and `getService` return one with its `name` and `ctime`. A handle from a known id has neither.
 */
export class Service {
  /**
   * Creates a handle from a known id without sending a request, like `verigator.service(serviceId)`.
   *
   * @throws {InvalidInvocationError} if this cannot be an id, or if the second argument is not a Verigator.
   */
  constructor(serviceId: string, verigator: Verigator);
  /** Gets a service, like `verigator.getService(serviceId)`. */
  static get(verigator: Verigator, serviceId: string, options?: CallOptions): Promise<Service>;
  /** The id of the service. A UUID in all samples of the API. */
  readonly id: string;
  /** The name that users see. Undefined for a handle. */
  readonly name: string | undefined;
  /** When the service was created, as the server wrote it. Undefined for a handle, or if the server sent no text. */
  readonly ctime: string | undefined;
  /** `ctime` as a Date. Undefined for a handle, or if `ctime` is not a date. A time without a zone counts as UTC. */
  readonly createdAt: Date | undefined;
  /**
   * Registers a user, who can then be authenticated.
   *
   * Not retried after a lost connection or a timeout, since it may have succeeded.
   *
   * @param username - The name that the user logs in with, often an e-mail address.
   * @param phoneNumber - The number with its country prefix, as in `+46701740605`. The server validates it.
   * @throws {ResourceAlreadyExistsError} if the service has a user with this name.
   * @throws {InvalidDataError} if the server rejects a value, for example the phone number.
   */
  registerUser(username: string, phoneNumber: string, options?: CallOptions): Promise<User>;
  /**
   * Gets a user of the service.
   *
   * @throws {NoSuchResourceError} if no user has this id.
   */
  getUser(userId: string, options?: CallOptions): Promise<User>;
  /**
   * Gets all users of the service, in the server's order. The API has no pages; the response may have up to 16 MiB, some 40,000 to 130,000
   * users. A list is decoded in one piece, some 10 µs for each user, in which the event loop waits.
   */
  getUsers(options?: CallOptions): Promise<User[]>;
  /**
   * Creates a handle from a known id without sending a request. Its `username` and `ctime` are undefined.
   *
   * @throws {InvalidInvocationError} if this cannot be an id.
   */
  user(userId: string): User;
  /**
   * Deletes the service. The API requires that its users are deleted first (Java SDK).
   *
   * Retried after a lost connection. A retry that finds the service gone counts as successful.
   *
   * @throws {ResourceAlreadyExistsError} if the service has users.
   */
  delete(options?: CallOptions): Promise<void>;
  /** Returns the fields of the service as a plain object. */
  toJSON(): { id: string; name?: string; ctime?: string };
  /** Frees the object's memory immediately instead of waiting for garbage collection. The object can't be used afterwards. */
  free(): void;
  /** Frees the object at the end of the scope of a `using` declaration. */
  [Symbol.dispose](): void;
}

/**
 * A user of a service, who can be asked to prove who they are.
 *
 * `registerUser`, `getUser` and `getUsers` return users with their `username` and `ctime`. A handle from a known id has neither.
 *
 * @example
 * ```js
 * const user = service.user(userId);
 * await user.authenticateUsingSms();
 * const { verified } = await user.verifyPin(pin);
 * ```
 */
export class User {
  /**
   * Creates a handle from a known id without sending a request, like `service.user(userId)`.
   *
   * @throws {InvalidInvocationError} if this cannot be an id, or if the first argument is not a Service.
   */
  constructor(service: Service, userId: string);
  /** The id of the user. A UUID in all samples of the API. */
  readonly id: string;
  /** The name that the user logs in with, `id_in_service` in the API. Undefined for a handle. */
  readonly username: string | undefined;
  /** When the user was registered, as the server wrote it. Undefined for a handle, or if the server sent no text. */
  readonly ctime: string | undefined;
  /** `ctime` as a Date. Undefined for a handle, or if `ctime` is not a date. A time without a zone counts as UTC. */
  readonly createdAt: Date | undefined;
  /** The service that the user belongs to. */
  readonly service: Service;
  /**
   * Starts an authentication by the Verigator app, which shows the user a code. Earlier PINs become invalid.
   *
   * If the user has no app on this number, the service sends an SMS instead, which is paid for: see `method` of the result (docs:
   * start-authentication). Not retried after a lost connection or a timeout.
   *
   * @throws {NoSuchResourceError} if the user does not exist.
   */
  authenticateUsingTotp(options?: CallOptions): Promise<AuthenticationResponse>;
  /**
   * Starts an authentication by SMS. Sends a message, which is paid for. Earlier PINs become invalid.
   *
   * Not retried after a lost connection or a timeout, since the message may have been sent.
   *
   * @throws {NoSuchResourceError} if the user does not exist.
   */
  authenticateUsingSms(options?: CallOptions): Promise<AuthenticationResponse>;
  /**
   * Verifies the PIN that the user typed. A wrong PIN does not reject: it resolves with `verified: false` and a `reason`.
   *
   * Not retried after a lost connection or a timeout, since the PIN may have been checked.
   *
   * @param pin - A string, since a number would lose its leading zeros.
   * @throws {NoSuchResourceError} if the user does not exist or no authentication was started.
   */
  verifyPin(pin: string, options?: CallOptions): Promise<VerificationResponse>;
  /**
   * Deletes the user, who can then no longer be authenticated.
   *
   * Retried after a lost connection. A retry that finds the user gone counts as successful.
   */
  delete(options?: CallOptions): Promise<void>;
  /** Returns the fields of the user as a plain object. */
  toJSON(): { id: string; username?: string; ctime?: string };
  /** Frees the object's memory immediately instead of waiting for garbage collection. The object can't be used afterwards. */
  free(): void;
  /** Frees the object at the end of the scope of a `using` declaration. */
  [Symbol.dispose](): void;
}

/**
 * A client of Messente's Number Verification API, the successor of the Verigator API: a PIN by SMS to a phone number, without services and users.
 *
 * The API takes the credentials, the number and the PIN in the URL. The client shows them to no hook, error or redirect; a proxy on the way may log them
 * (guide: Number Verification).
 *
 * @example
 * ```js
 * const { MESSENTE_USERNAME = "", MESSENTE_PASSWORD = "" } = process.env;
 * const messente = new NumberVerification(MESSENTE_USERNAME, MESSENTE_PASSWORD);
 * const started = await messente.verifyNumber("+46701740605");
 * if (!started.verified) {
 *   const { verified } = await messente.verifyPin(started.verificationId, pin);
 * }
 * ```
 */
export class NumberVerification {
  /**
   * Creates a client with the credentials of a Messente account, those of its API. Sends nothing.
   *
   * @param username - The API username of the account.
   * @param password - Its API password.
   * @param options - The URLs, the time limit, retries, hooks.
   * @throws {InvalidInvocationError} if the credentials are empty, if an option has the wrong type, if a URL is neither https nor http to a loopback host
   * and `dangerouslyAllowHttp` is not set, or if this is a web page: everybody who opens it could read the password.
   */
  constructor(username: string, password: string, options?: NumberVerificationOptions);
  /** The URL that requests are sent to, without a slash at its end. */
  readonly baseUrl: string;
  /**
   * Sends a PIN to a phone number. An SMS is paid for, or up to `maxTries` of them. A second call sends a new PIN under a new id.
   *
   * Retried only if no connection was established, since otherwise the message may have been sent.
   *
   * @param phoneNumber - The number in the form of E.164, as in `+46701740605`.
   * @throws {InvalidInvocationError} if the number has another form, or an option is out of range. Nothing was sent.
   * @throws {InvalidDataError} if the API refuses a parameter (102) or the template (109).
   * @throws {ResourceForbiddenError} if the account does not allow this server's IP address (103), or has not activated the sender (111).
   * @throws {InternalError} if the API failed (209). It was not retried.
   */
  verifyNumber(phoneNumber: string, options?: VerifyNumberOptions & CallOptions): Promise<NumberVerificationResponse>;
  /**
   * Verifies the PIN that the user typed. A wrong PIN does not reject: it resolves with `verified: false` and a `reason`.
   *
   * Retried only if no connection was established, since otherwise the PIN may have been checked.
   *
   * @param verificationId - The `verificationId` that `verifyNumber` resolved to.
   * @param pin - 4 to 16 digits, as `normalizePin` makes them of what a person typed.
   * @throws {NoSuchResourceError} if the API does not know the id (110).
   */
  verifyPin(verificationId: string, pin: string, options?: Device & CallOptions): Promise<VerificationResponse>;
  /** Returns what may be shown: `baseUrl`, never the credentials. */
  toJSON(): { baseUrl: string };
  /** Frees the object's memory immediately instead of waiting for garbage collection. The object can't be used afterwards. */
  free(): void;
  /** Frees the object at the end of the scope of a `using` declaration. */
  [Symbol.dispose](): void;
}

/** The options of a `NumberVerification`. `baseUrl` is `https://api2.messente.com` by default. */
export interface NumberVerificationOptions extends VerigatorOptions {
  /**
   * The server that is asked if no connection to `baseUrl` was established, so that nothing can have been sent; never after a lost connection. `null` for none.
   *
   * @default "https://api3.messente.com", none if `baseUrl` is set
   */
  backupUrl?: string | null | undefined;
}

/** The options of `verifyNumber`. */
export interface VerifyNumberOptions extends Device {
  /**
   * The text of the message. Must contain `<PIN>`.
   *
   * @default "Your Verification PIN code is <PIN>" (OpenAPI document)
   */
  template?: string | undefined;
  /**
   * How many digits the PIN has: 4 to 16. The API's own default is 4.
   *
   * @default 6
   */
  pinLength?: number | undefined;
  /**
   * The sender's name, which must be activated on the account.
   *
   * @default "Verigator" (OpenAPI document)
   */
  from?: string | undefined;
  /**
   * How many messages the API may send by itself for this one call while no right PIN has come in: 1 to 100. The API's own default of 2 sends a second paid
   * message after 30 seconds.
   *
   * @default 1
   */
  maxTries?: number | undefined;
  /**
   * Seconds before the API sends again: 1 to 1800.
   *
   * @default 30 (OpenAPI document)
   */
  retryDelaySeconds?: number | undefined;
  /**
   * Seconds for which the PIN is valid: 1 to 1800.
   *
   * @default 300 (OpenAPI document)
   */
  validitySeconds?: number | undefined;
}

/**
 * The user's device, for the API's shortcut: a device with a cookie that was verified before gets no PIN. Whoever can choose `cookie` skips the second factor, so
 * it has to be a random secret that only this device has.
 */
export interface Device {
  /** The IP address of the user, not of the server. */
  ip?: string | undefined;
  /** The User-Agent of the user's browser. */
  browser?: string | undefined;
  /** A secret that your server assigned to the device. */
  cookie?: string | undefined;
}

/** The result of `verifyNumber`. `verified: true`: the device's `cookie` was verified before, so no message was sent, and there is no PIN to verify. */
export type NumberVerificationResponse = { verified: false; verificationId: string } | { verified: true };

/** How a user proves who they are: `totp` by a code of the Verigator app, `sms` by a PIN in a text message. */
export type AuthenticationMethod = "totp" | "sms";

/** The result of starting an authentication. */
export interface AuthenticationResponse {
  /** The method in use, which can be `sms` although `totp` was requested (docs: start-authentication). */
  method: AuthenticationMethod;
  /** The method that was requested. */
  requestedMethod: AuthenticationMethod;
}

/** The result of verifying a PIN. `method` and `status` are present if the server sent them. */
export type VerificationResponse =
  | { verified: true; method?: AuthenticationMethod }
  | { verified: false; method?: AuthenticationMethod; reason: VerificationFailure; status?: VerificationStatus };

/**
 * Why a PIN was rejected. `invalid`: it is wrong. `expired`: it came too late. `throttled`: there were too many attempts, start again. `unknown`: the
 * server gave no reason. If the server gives several, throttled wins over expired, and expired over invalid.
 */
export type VerificationFailure = "invalid" | "expired" | "throttled" | "unknown";

/** What the server says about a rejected PIN, unchanged (Python SDK's tests). */
export interface VerificationStatus {
  /** There were too many attempts. */
  throttled?: boolean;
  /** The PIN came too late. */
  expired?: boolean;
  /** The PIN is wrong. */
  invalid?: boolean;
  /** A word of the server, as in `INVALID`. */
  result?: string;
}

/**
 * Turns what a person typed, pasted or dictated into the digits of the PIN: every decimal digit of Unicode becomes 0 to 9, as in `١٢٣٤٥٦` and `１２３４５６`,
 * and spaces, punctuation, control characters and invisible format characters are removed, as in `123-456`. All other characters stay, so check
 * the result before you send it, since each PIN that is sent uses an attempt. Sends nothing, and in a page it needs no `init`.
 *
 * @throws {TypeError} if `text` is not a string.
 * @example
 * ```js
 * const pin = normalizePin("١٢٣-٤٥٦"); // "123456"
 * const isComplete = /^\d{4,16}$/.test(pin);
 * ```
 */
export function normalizePin(text: string): string;

/** The options of a `Verigator`. Only own properties count, and those of a class of your own. */
export interface VerigatorOptions {
  /**
   * The URL of the API without the version: https, or http to a loopback host, as in `http://127.0.0.1:8787`. A path prefix is kept. Credentials, a
   * query or a fragment in it are refused.
   *
   * @default "https://api.verigator.com" (docs: base URL)
   */
  baseUrl?: string | undefined;
  /**
   * The time limit of one attempt in milliseconds, from sending to the last byte of the response: 1 to 2,147,483,647.
   *
   * @default 10_000
   */
  timeoutMs?: number | undefined;
  /**
   * How often a call is retried if that is safe: 0 to 100. A call that creates, sends a message or checks a PIN is retried only if no connection
   * was established, or if the server responds with 429 and Retry-After.
   *
   * @default 2
   */
  maxRetries?: number | undefined;
  /**
   * Sends the requests. It is called with `this` undefined and with `redirect: "manual"`.
   *
   * @default globalThis.fetch, looked up for each request
   */
  fetch?: FetchFunction | undefined;
  /**
   * Allows credentials in a web page if `baseUrl` is not a loopback host. Everybody who opens the page can then read them.
   *
   * @default false
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * Allows a `baseUrl` with http to a host that is not loopback, for a sandbox in another container or on another machine of your own network. Everybody
   * between the two can read and change what is sent: credentials, PINs and phone numbers. The live API needs https.
   *
   * @default false
   */
  dangerouslyAllowHttp?: boolean | undefined;
  /** Called before each attempt. Hooks never see credentials, PINs or phone numbers. What they throw is ignored. */
  onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Called after each response, whatever its status. */
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Called before the delay that precedes another attempt. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
}

/** What a single call overrides. */
export interface CallOptions {
  /**
   * Aborts the call, also during the delay before a retry. The promise rejects with the signal's reason. If the signal is already aborted, nothing
   * is sent.
   */
  signal?: AbortSignal | undefined;
  /**
   * The time limit of one attempt in milliseconds.
   *
   * @default the `timeoutMs` of the client
   */
  timeoutMs?: number | undefined;
  /**
   * How often the call is retried if that is safe.
   *
   * @default the `maxRetries` of the `Verigator`; 0 through a gateway
   */
  maxRetries?: number | undefined;
}

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

/**
 * Loads the package's wasm. Await it once before the first constructor in browsers; all other runtimes load the wasm on first use. You can call it
 * again, also after a failure.
 *
 * @throws {Error} if the wasm cannot be loaded. The message says why, and what to change.
 */
export function init(): Promise<void>;

/**
 * The user who is logging in, in a page that reaches the API through a gateway. The gateway holds the credentials.
 *
 * `Verigator.viaGateway` returns one.
 */
export class GatewayClient {
  /** Only the package creates instances. */
  private constructor();
  /** The user who is logging in. The `id` is `me`. The same object each time. */
  readonly me: GatewayUser & { readonly id: string };
  /**
   * Gets the state of the authentication: whether one has started, how many attempts are left, when a resend is allowed.
   *
   * Sends no message and uses no attempt. Not retried, unless `maxRetries` of this call says so.
   *
   * @throws {WrongCredentialsError} if the gateway does not know who is asking.
   */
  status(options?: CallOptions): Promise<GatewayStatus>;
  /** Returns what may be shown: the user, never the ticket. */
  toJSON(): { me: { id: string } };
  /** Frees the object's memory immediately instead of waiting for garbage collection. The object can't be used afterwards. */
  free(): void;
  /** Frees the object at the end of the scope of a `using` declaration. */
  [Symbol.dispose](): void;
}

/** What a gateway lets a user do. The results and errors are those of `User`. On the server `maxRetries` has no effect: a repeated call would be a second send or PIN. */
export type GatewayUser = Pick<User, "authenticateUsingTotp" | "authenticateUsingSms" | "verifyPin"> & {
  /** Gets the state of the authentication. Sends no message and uses no attempt. */
  status(options?: CallOptions): Promise<GatewayStatus>;
};

/** The options of `Verigator.viaGateway`. */
export interface GatewayClientOptions {
  /**
   * A JWT of your backend that tells the gateway who is asking, or a function that returns one. Without it a cookie does. In each case the browser sends
   * the cookies that it has for the gateway, and keeps those that the gateway sets.
   *
   * A function is called before each request, and what it takes counts towards `timeoutMs`. It may return the same ticket until that is about to expire.
   */
  ticket?: string | (() => string | Promise<string>) | undefined;
  /**
   * The time limit of one attempt in milliseconds: 1 to 2,147,483,647.
   *
   * @default 10_000
   */
  timeoutMs?: number | undefined;
  /**
   * Sends the requests. It is called with `this` undefined.
   *
   * @default globalThis.fetch, looked up for each request
   */
  fetch?: FetchFunction | undefined;
  /** Called before each attempt. Hooks never see tickets, PINs or phone numbers. What they throw is ignored. */
  onRequest?: ((event: ViaGatewayEvent<RequestEvent>) => void) | undefined;
  /** Called after each response, whatever its status. */
  onResponse?: ((event: ViaGatewayEvent<ResponseEvent>) => void) | undefined;
  /** Called before the delay that precedes another attempt. */
  onRetry?: ((event: ViaGatewayEvent<RetryEvent>) => void) | undefined;
}

/** An event of a client that `Verigator.viaGateway` returned. Its `operation` may also be `status`, which only a gateway has. */
export type ViaGatewayEvent<Event extends RequestEvent> = Omit<Event, "operation"> & {
  operation: Operation | "status";
};

/** The state of the user's authentication, as the gateway reports it. */
export interface GatewayStatus {
  /** Whether an authentication is active or was recently verified. */
  started: boolean;
  /** The method in use. */
  method?: AuthenticationMethod;
  /** How many more PINs can be tried. */
  attemptsLeft?: number;
  /** When a resend is allowed. */
  resendAt?: Date;
  /** When the authentication expires. */
  expiresAt?: Date;
  /**
   * Whether the right PIN was entered. Stays true until the authentication would have expired, also if the user has logged out of your site since. Only your server's own
   * session tells who is logged in.
   */
  verified: boolean;
}

/** The name of a method, as in `"verifyPin"`. The two methods `delete` are `"deleteService"` and `"deleteUser"`. */
export type Operation =
  | "createService"
  | "getService"
  | "deleteService"
  | "registerUser"
  | "getUser"
  | "getUsers"
  | "deleteUser"
  | "authenticateUsingTotp"
  | "authenticateUsingSms"
  | "verifyPin"
  | "verifyNumber";

/** An attempt that is about to be made. */
export interface RequestEvent {
  /** The method that was called. */
  operation: Operation;
  /** The HTTP method. */
  method: string;
  /** The path below `baseUrl`, with percent-encoded ids. */
  path: string;
  /** The number of the attempt, from 1. */
  attempt: number;
  /**
   * The id of the attempt: the header `x-request-id` that it is sent with, and once there is a response the server's own `x-request-id` or `request-id`, if it
   * has one. Absent where a page uses no gateway, unless the server sends one.
   */
  requestId?: string;
}

/** An attempt that got a response. */
export interface ResponseEvent extends RequestEvent {
  /** The HTTP status. 0 for a redirect in a browser, which hides it. */
  status: number;
  /** Milliseconds from sending the request to the last byte of the response. */
  durationMs: number;
}

/** A failed attempt that is followed by another. */
export interface RetryEvent extends RequestEvent {
  /** The delay before the next attempt in milliseconds. */
  delayMs: number;
  /** Why the attempt failed. */
  error: VerigatorError;
}

/**
 * A function that sends a request: the `fetch` of any runtime or library, or one of your own. To log requests, use the hooks.
 *
 * It gets the body as a string. Some runtimes send such a request again by themselves, Node after a 421, Deno and Bun after they lost a kept connection.
 * Then a message is sent and paid for twice. The client prevents that only for the global `fetch`. If yours passes requests on to a network, give it the
 * body as a stream, `new Blob([init.body]).stream()`, with a `Content-Length`, `duplex: "half"` and `keepalive: false`, as the guide to retries shows.
 *
 * @example
 * ```js
 * const failing = async () => new Response("", { status: 503 });
 * const verigator = new Verigator(username, password, { fetch: failing });
 * ```
 */
export type FetchFunction = (url: string, init: FetchInit) => PromiseLike<FetchResponse>;

/** A request, as `FetchFunction` gets it. */
export interface FetchInit {
  /** The HTTP method, in upper case. */
  method: string;
  /**
   * The headers, with the credentials. A `Headers` of the runtime, which other libraries don't know as one of their own. So its type is also one that
   * every library takes; read it by its methods.
   */
  headers: Headers & Record<string, string>;
  /** The body as JSON, if the request has one. */
  body?: string;
  /** Always `manual`: a redirect would carry the credentials along. */
  redirect: "manual";
  /** Always `no-store`: a cached response would accept a used PIN, or swallow a message. Absent in Workers with a compatibility date before 2024-11-11. */
  cache?: "no-store";
  /** Aborted at the time limit with a `TimeoutError`, or with the reason of the call's own signal. */
  signal: AbortSignal;
}

/** The response that `FetchFunction` resolves to: a `Response` of any runtime or library, or a test's own object. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers?: { get(name: string): string | null };
  /** Returns the whole body. The client reads `body` in its place if that is a stream. */
  text(): Promise<string>;
}

/** Declared here for TypeScript before 5.2, which lacks `lib.esnext.disposable`. Newer versions merge the two. */
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
  interface Disposable {
    [Symbol.dispose](): void;
  }
}
