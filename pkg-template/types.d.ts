/** How a user proves who they are: `totp` by a code of the Verigator app, `sms` by a PIN in a text message. */
export type AuthenticationMethod = "totp" | "sms";

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
  | "verifyPin";

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

/** The result of starting an authentication. */
export interface AuthenticationResponse {
  /** The method in use, which can be `sms` although `totp` was requested (docs: start-authentication). */
  method: AuthenticationMethod;
  /** The method that was requested. */
  requestedMethod: AuthenticationMethod;
}

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

/** The result of verifying a PIN. `method` and `status` are present if the server sent them. */
export type VerificationResponse =
  | { verified: true; method?: AuthenticationMethod }
  | { verified: false; method?: AuthenticationMethod; reason: VerificationFailure; status?: VerificationStatus };

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
  /** Whether the right PIN was entered. */
  verified: boolean;
}
