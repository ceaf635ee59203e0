/** How a sandbox is set up. An option of the wrong kind or out of its range makes the constructor throw, naming the option. */
export interface SandboxOptions {
  /** The username it accepts; default `sandbox`. It cannot hold a colon. */
  username?: string;
  /** The password it accepts; default `sandbox`. */
  password?: string;
  /** Further accounts, username to password. A service belongs to the account that made it; the others get a 403. */
  accounts?: Record<string, string>;
  /**
   * Which of the API's two known behaviours it plays; default `docs`. In `docs` a creating call answers 201 and a delete has no body, as the
   * documentation says; in `sdk` it answers 200 and `{}`, which is all that the vendor's own SDKs accept.
   */
  profile?: Profile;
  /** Makes ids, PINs and secrets the same on every run. A whole number. */
  seed?: number;
  /** Where the clock starts; it then stands still until moved. Without it the clock is the machine's. From 1970 to 9999. */
  now?: Date | number;
  /** Digits of an SMS PIN, 4 to 10; default 6. */
  pinLength?: number;
  /** How long an SMS PIN is good, in milliseconds; default 300 000. At its end it is expired. */
  pinLifetimeMs?: number;
  /** Wrong PINs until an authentication is throttled; default 5. */
  maxAttempts?: number;
}

/** One of the API's two known behaviours: what its documentation says, or what its SDKs accept. */
export type Profile = "docs" | "sdk";

/**
 * The Verigator API emulated, in process. Many can stand side by side; they share nothing.
 *
 * @example
 * const sandbox = new Sandbox();
 * const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
 */
export class Sandbox {
  /** Loads the sandbox's wasm the first time. Sends nothing and opens nothing. */
  constructor(options?: SandboxOptions);
  /**
   * Serves the API, and the control API under `/_sandbox/`; bound, so it can be handed over as it is. The host of the address does not matter.
   * A redirect is never followed.
   */
  readonly fetch: typeof fetch;
  readonly username: string;
  readonly password: string;
  readonly clock: Clock;
  readonly inbox: Inbox;
  readonly devices: Devices;
  readonly faults: Faults;
  /** The requests it answered, newest last, the last 10 000 of them. They hold neither headers nor bodies, so no credentials. */
  readonly requests: RequestRecord[];
  /** Which behaviour it plays now; can be changed at any time. */
  profile: Profile;
  /** Forgets everything, as if newly made with the same options. Whoever waits for a message gets an error. */
  reset(): void;
  /** Returns the whole state as JSON-safe data: secrets and PINs are in it, credentials are not. */
  snapshot(): unknown;
  /** Puts a state in place of the present one. Throws where it is broken or of another version, and then leaves everything as it was. */
  restore(snapshot: unknown): void;
  /**
   * Calls back on each SMS, push and answered request, before the answer goes out; returns a function that ends it.
   * What a callback throws is reported as an uncaught error and does not disturb the request.
   */
  on<Event extends keyof SandboxEvents>(event: Event, callback: (value: SandboxEvents[Event]) => void): () => void;
}

/** What `on` tells of, and what it hands over. */
export interface SandboxEvents {
  sms: SmsMessage;
  push: DevicePush;
  request: RequestRecord;
}

/** The clock that PINs, codes and times go by. It stands still, or runs with the machine's. */
export interface Clock {
  now(): Date;
  /** Stops the clock at a time from 1970 to 9999. */
  set(time: Date | number): void;
  /** Moves the clock, back where the number is negative. A running clock runs on from there, a standing one stands there. */
  advance(milliseconds: number): void;
  /** Goes back to the machine's clock. */
  resume(): void;
}

/** An SMS with a PIN. */
export interface SmsMessage {
  /** The number, with its spaces, dashes and parentheses dropped. */
  to: string;
  /** What the user reads. Its last line lets phones fill in the PIN by themselves. */
  text: string;
  pin: string;
  sentAt: Date;
  /** The name of the service. */
  service: string;
}

/** The SMS that were sent, the last 10 000 of them. A phone number may be written with spaces, dashes and parentheses. */
export interface Inbox {
  /** Returns all messages, or those to one number, oldest first. */
  messages(phoneNumber?: string): SmsMessage[];
  /**
   * Returns the next message to the number that nobody waited for yet, one already there included. It uses no timer.
   * Rejects with the signal's reason, and with an error when the sandbox is reset meanwhile.
   */
  waitFor(phoneNumber: string, options?: { signal?: AbortSignal }): Promise<SmsMessage>;
  clear(): void;
}

/** The phones with the Verigator app. */
export interface Devices {
  /** Gives the number a phone with the Verigator app, so that TOTP reaches it. One that has it already keeps it. */
  attach(phoneNumber: string): Device;
  get(phoneNumber: string): Device | undefined;
  /** Takes the phone away: TOTP falls back to SMS again. */
  detach(phoneNumber: string): void;
}

/** A phone with the Verigator app. Its methods throw once it is detached. */
export interface Device {
  readonly phoneNumber: string;
  /** Returns one account for each user registered under the number, whenever that was. */
  accounts(): DeviceAccount[];
  /** Returns the code the app shows now for that user, RFC 6238. */
  code(userId: string): string;
  /** Returns the `otpauth:` key URI as a QR code, SVG, for a real authenticator app. */
  qrCode(userId: string): string;
  /** Returns the pushes that arrived, oldest first. */
  pushes(): Push[];
}

/** A user's account in the app. */
export interface DeviceAccount {
  /** The name of the service. */
  service: string;
  username: string;
  userId: string;
  /** The key URI, `otpauth://totp/…`. */
  uri: string;
  /** The six digits of now. */
  code: string;
  /** How long the app goes on showing them. The server takes them for 30 seconds more. */
  validForMs: number;
}

/** What a start by TOTP shows on the phone. */
export interface Push {
  /** The name of the service. */
  service: string;
  userId: string;
  sentAt: Date;
}

/** A push, and which phone it reached. */
export interface DevicePush extends Push {
  phoneNumber: string;
}

/**
 * Something that goes wrong with a request. With `status`, `connection`, `hang` and `redirect` the request is never carried out; with the
 * others it is, and its answer suffers.
 */
export type Fault =
  /** Answers this instead, status 200 to 599. A text goes out as it is, other data as JSON. */
  | { kind: "status"; status: number; body?: unknown; headers?: Record<string, string> }
  /** Breaks the connection: `fetch` rejects with a `TypeError`. */
  | { kind: "connection" }
  /** Answers later, by the machine's clock. */
  | { kind: "delay"; milliseconds: number }
  /** Never answers. */
  | { kind: "hang" }
  /** Answers with a body that is no JSON. */
  | { kind: "malformed" }
  /** Breaks off in the middle of the body. */
  | { kind: "truncated" }
  /** Answers 302. */
  | { kind: "redirect"; location: string };

/** What goes wrong, and when. Only requests to the API meet faults, never those to the control API. */
export interface Faults {
  /**
   * The next request that matches meets the fault, `times` times over (default 1). A method fits in any case; a path has to be the whole path,
   * or to be found by the expression. Several faults are met in the order in which they were set.
   */
  next(fault: Fault, match?: { method?: string; path?: string | RegExp; times?: number }): void;
  /** Each request that meets no other fault meets this one with this chance, 0 to 1, drawn from the sandbox's seed. */
  randomly(chance: number, fault: Fault): void;
  clear(): void;
}

/** A request to the API that was answered. */
export interface RequestRecord {
  method: string;
  /** The path as it stood on the wire, without its query. */
  path: string;
  status: number;
  at: Date;
  /** By the sandbox's clock, the delay of a fault included. */
  durationMs: number;
}
