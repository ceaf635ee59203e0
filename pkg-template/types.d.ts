/** How a user is asked to prove who they are: the Verigator app's one-time password, or a PIN by SMS. */
export type AuthenticationMethod = "totp" | "sms";

export interface VerigatorOptions {
  /** Where the API is served, without the version; default `https://api.verigator.com`. https, or http on a loopback host. A path prefix is kept. */
  baseUrl?: string;
  /** Milliseconds one attempt may take, from sending to the last byte of the answer; default 10 000. */
  timeoutMs?: number;
  /** How often a call that is safe to repeat is repeated; default 2, 0 turns it off. */
  maxRetries?: number;
  /** Sends the requests in place of the global fetch. Called with `this` undefined. */
  fetch?: typeof fetch;
  /** Lets credentials be used in a web page against a host that is not loopback. */
  dangerouslyAllowBrowser?: boolean;
  /** Called before each attempt, after each answer, and before each wait. What they throw is ignored. They never see credentials, PINs or phone numbers. */
  onRequest?: (event: RequestEvent) => void;
  onResponse?: (event: ResponseEvent) => void;
  onRetry?: (event: RetryEvent) => void;
}

export interface CallOptions {
  /** Ends the call, also while it waits to try again; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  timeoutMs?: number;
  maxRetries?: number;
}

/** Names a method of the classes below, as in `"verifyPin"`. */
export type Operation =
  | "createService" | "getService" | "deleteService"
  | "registerUser" | "getUser" | "getUsers" | "deleteUser"
  | "authenticateUsingTotp" | "authenticateUsingSms" | "verifyPin";

export interface RequestEvent { operation: Operation; method: string; path: string; attempt: number }
export interface ResponseEvent extends RequestEvent { status: number; durationMs: number; requestId?: string }
export interface RetryEvent extends RequestEvent { delayMs: number; error: VerigatorError }

export interface AuthenticationResponse {
  /** The method in use, which can be `sms` though `totp` was asked for. */
  method: AuthenticationMethod;
  requestedMethod: AuthenticationMethod;
}

/** Why a PIN was refused. `throttled`: too many tries; `unknown`: the server did not say. */
export type VerificationFailure = "invalid" | "expired" | "throttled" | "unknown";

export interface VerificationStatus { throttled?: boolean; expired?: boolean; invalid?: boolean; result?: string }

export type VerificationResponse =
  | { verified: true; method?: AuthenticationMethod }
  | { verified: false; method?: AuthenticationMethod; reason: VerificationFailure; status?: VerificationStatus };
