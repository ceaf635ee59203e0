/** How a user is asked to prove who they are: `totp` by the Verigator app's one-time password, `sms` by a PIN in a text message. */
export type AuthenticationMethod = "totp" | "sms";

/** How a `Verigator` sends its requests. */
export interface VerigatorOptions {
  /**
   * Where the API is served, without the version; default `https://api.verigator.com` (docs: base URL). https, or http on a loopback host.
   * A path prefix is kept. Credentials, a query or a fragment in it are refused.
   */
  baseUrl?: string;
  /** Milliseconds one attempt may take, from sending to the last byte of the answer: 1 to 2 147 483 647, default 10 000. */
  timeoutMs?: number;
  /**
   * How often a call is repeated where that is safe: 0 to 100, default 2. What creates, sends a message or checks a PIN is repeated only where the
   * server has certainly not seen it, or asks for it by 429 or 503 with Retry-After.
   */
  maxRetries?: number;
  /** Sends the requests in place of the global fetch. Called with `this` undefined, and with `redirect: "manual"`. */
  fetch?: typeof fetch;
  /** Lets credentials be used in a web page against a host that is not loopback. Everybody who opens the page can then read them. */
  dangerouslyAllowBrowser?: boolean;
  /** Called before each attempt. What it throws is ignored. It never sees credentials, PINs or phone numbers; nor do the two below. */
  onRequest?: (event: RequestEvent) => void;
  /** Called after each answer, whatever its status. */
  onResponse?: (event: ResponseEvent) => void;
  /** Called before each wait that is followed by another attempt. */
  onRetry?: (event: RetryEvent) => void;
}

/** What a single call does differently from its `Verigator`. */
export interface CallOptions {
  /** Ends the call, also while it waits to try again; the promise rejects with the signal's own reason. Aborted already, it lets nothing be sent. */
  signal?: AbortSignal;
  /** Milliseconds one attempt may take; default that of the `Verigator`. */
  timeoutMs?: number;
  /** How often the call is repeated where that is safe; default that of the `Verigator`. */
  maxRetries?: number;
}

/** Names a method of the classes below, as in `"verifyPin"`. The two methods `delete` are `"deleteService"` and `"deleteUser"`. */
export type Operation =
  | "createService" | "getService" | "deleteService"
  | "registerUser" | "getUser" | "getUsers" | "deleteUser"
  | "authenticateUsingTotp" | "authenticateUsingSms" | "verifyPin";

/** An attempt that is about to be made. */
export interface RequestEvent {
  /** The method that makes it. */
  operation: Operation;
  /** The HTTP verb. */
  method: string;
  /** The path below `baseUrl`, ids percent-encoded. */
  path: string;
  /** Which attempt of the call it is, from 1. */
  attempt: number;
}

/** An attempt that was answered. */
export interface ResponseEvent extends RequestEvent {
  /** The HTTP status; 0 for a redirect in a browser, which hides it. */
  status: number;
  /** Milliseconds from sending to the last byte of the answer. */
  durationMs: number;
  /** The server's `x-request-id` or `request-id`, where it sent one. */
  requestId?: string;
}

/** An attempt that failed and will be followed by another. */
export interface RetryEvent extends RequestEvent {
  /** Milliseconds until then. */
  delayMs: number;
  /** Why it failed. */
  error: VerigatorError;
}

/** What a started authentication resolves with. */
export interface AuthenticationResponse {
  /** The method in use, which can be `sms` though `totp` was asked for (docs: start-authentication). */
  method: AuthenticationMethod;
  /** The method that was asked for. */
  requestedMethod: AuthenticationMethod;
}

/**
 * Why a PIN was refused. `invalid`: wrong; `expired`: too late; `throttled`: too many tries, start again; `unknown`: the server did not say. Where
 * the server says several, throttled wins over expired, and expired over invalid.
 */
export type VerificationFailure = "invalid" | "expired" | "throttled" | "unknown";

/** What the server says of a refused PIN, as it says it (Python SDK's tests). */
export interface VerificationStatus {
  /** There were too many tries. */
  throttled?: boolean;
  /** The PIN came too late. */
  expired?: boolean;
  /** The PIN is wrong. */
  invalid?: boolean;
  /** A word of the server's, as in `INVALID`. */
  result?: string;
}

/** What a checked PIN resolves with. `method` and `status` are there where the server sent them. */
export type VerificationResponse =
  | { verified: true; method?: AuthenticationMethod }
  | { verified: false; method?: AuthenticationMethod; reason: VerificationFailure; status?: VerificationStatus };

/** How a page reaches its gateway. */
export interface GatewayClientOptions {
  /** A JWT of the site's backend that tells the gateway who is asking; without it a cookie does. Either way the browser keeps the cookies that the gateway sets. */
  ticket?: string;
  /** Milliseconds one attempt may take; default 10 000. */
  timeoutMs?: number;
  /** Sends the requests in place of the global fetch. Called with `this` undefined. */
  fetch?: typeof fetch;
}

/** Where the user's authentication stands, as the gateway says it. */
export interface GatewayStatus {
  /** Whether one lives, or was verified within its life. */
  started: boolean;
  /** The method in use. */
  method?: AuthenticationMethod;
  /** How many more PINs may be tried. */
  attemptsLeft?: number;
  /** When a resend is allowed again. */
  resendAt?: Date;
  /** When the authentication ends. */
  expiresAt?: Date;
  /** Whether the right PIN was given. */
  verified: boolean;
}
