/**
 * `verigator/login`: the state of a login for pages, without a page. It knows what the API and the gateway's limits mean, and has no texts.
 *
 * It works without a document, and loads the client and its wasm with the first request.
 */
import type { AuthenticationMethod, CallOptions, GatewayUser, VerificationFailure, VerigatorError } from "verigator";

/** The options of `createLogin`. */
export interface LoginOptions {
  /** The URL of the gateway, as in `/2fa`. */
  gateway: string;
  /** A JWT of your backend that tells the gateway who is asking, or a function that returns one. Without it a cookie does. */
  ticket?: string | (() => string | Promise<string>) | undefined;
  /**
   * The time limit of one request in milliseconds: 1 to 2,147,483,647.
   *
   * @default 10_000
   */
  timeoutMs?: number | undefined;
  /**
   * How many digits a PIN has: 4 to 16. Text with another number of digits is `incomplete`.
   *
   * @default any number from 4 to 16
   */
  pinLength?: number | undefined;
}

/** A user and a status of your own, e.g. those of a client that `Verigator.viaGateway` returned with other options. */
export interface LoginSource {
  /** Sends and checks the PIN. */
  me: Pick<GatewayUser, "authenticateUsingTotp" | "authenticateUsingSms" | "verifyPin">;
  /** Resolves to a `GatewayStatus`. If it has a date `now`, the page's clock is corrected by it. */
  status(options?: CallOptions): Promise<unknown>;
  /**
   * How many digits a PIN has: 4 to 16.
   *
   * @default any number from 4 to 16
   */
  pinLength?: number | undefined;
}

/**
 * Creates a login. Sends nothing: call `resume` to learn where the user stands.
 *
 * @throws {TypeError} if `gateway` is not a string, or `pinLength` no whole number from 4 to 16. Other mistakes in the options become the `error` of the first action.
 * @example
 * ```js
 * const login = createLogin({ gateway: "/2fa" });
 * const unsubscribe = login.subscribe(({ step, rejection }) => console.log(step, rejection));
 * await login.resume();
 * if (login.state.step === "idle") await login.start("sms");
 * ```
 */
export function createLogin(options: LoginOptions | LoginSource): Login;

/**
 * A login as a page sees it: an immutable snapshot, and the actions.
 *
 * Promises of actions resolve once `state` has the result. They do not reject when a call fails: `state.error` has the error.
 */
export interface Login {
  /** The present snapshot: the same frozen object until something changes, as `useSyncExternalStore` of React needs it. */
  readonly state: LoginState;
  /** Calls a function with each new snapshot. Returns a function that ends that. Needs no `this`. */
  subscribe(listener: (state: LoginState) => void): () => void;
  /**
   * Asks the gateway where the user stands, e.g. after a reload, or when another tab may have completed the login. Sends no message and uses no attempt.
   *
   * While a start or a PIN is under way, it waits for that.
   */
  resume(): Promise<void>;
  /**
   * Sends a PIN: by SMS, which is paid for, or to the Verigator app, and by SMS if the user has no app on this number. Replaces an earlier PIN.
   *
   * First asks the gateway: a user who was verified meanwhile, in another tab, gets no message. Called in the step `verified`, it starts over. A call while another
   * is under way sends nothing and resolves with it. A PIN that is being verified comes first.
   *
   * @param method - The method, `sms` by default.
   * @throws {TypeError} if `method` is another value. The promise rejects.
   */
  start(method?: AuthenticationMethod): Promise<void>;
  /** Sends another PIN by the method that was requested last. The same as `start` otherwise. */
  resend(): Promise<void>;
  /**
   * Verifies what a person typed, pasted or dictated: digits of any script, with spaces and punctuation. Text that cannot be a PIN gives the rejection
   * `incomplete`, and uses no attempt.
   *
   * The same PIN again while it is being verified is one request. Another PIN, or one while a message is being sent, waits for that.
   *
   * @throws {TypeError} if `text` is not a string. The promise rejects.
   */
  verify(text: string): Promise<void>;
  /** Returns to the step `idle`, and ignores what actions under way lead to. A message that is being sent is still sent. */
  reset(): void;
}

/** A frozen snapshot of a login. Absent fields are unknown or do not apply. It holds no PIN, ticket or phone number. */
export interface LoginState {
  /**
   * Where the login is.
   *
   * - `idle`: nothing was sent
   * - `sending`: a message is being sent
   * - `waiting`: for the PIN; after an unsuccessful action with `rejection` or `error`
   * - `verifying`: a PIN is being verified
   * - `verified`: the gateway accepted a PIN. Only your server knows whether that is so: the page is the user's
   * - `failed`: there is no PIN to type. See `rejection` and `error`; another start may help
   */
  step: "idle" | "sending" | "waiting" | "verifying" | "verified" | "failed";
  /** The method in use. */
  method?: AuthenticationMethod;
  /** The method that this page requested. If it is `totp` and `method` is `sms`, the user has no app on this number. */
  requestedMethod?: AuthenticationMethod;
  /** When another message is allowed, by the page's clock. It may be in the past. Corrected by the gateway's clock, to about a second. */
  resendAt?: Date;
  /** When the PIN expires, by the page's clock. Corrected in the same way. */
  expiresAt?: Date;
  /** How many more PINs can be tried. */
  attemptsLeft?: number;
  /** Why the last PIN was not accepted. `incomplete`: the text cannot be a PIN, and was not sent. `expired` and `throttled` end the authentication. */
  rejection?: VerificationFailure | "incomplete";
  /** A message may have been sent although its start failed: its response was lost. The user should enter the PIN if one arrives. */
  mayHaveSent?: boolean;
  /** The last message replaced an earlier one, whose PIN is no longer valid. */
  replacesEarlier?: boolean;
  /** Why the last action failed. If the client could not be loaded, its `code` is `connection`, and it belongs to none of the classes. */
  error?: VerigatorError;
}
