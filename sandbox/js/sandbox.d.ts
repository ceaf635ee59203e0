/** Options of a sandbox. An invalid option makes the constructor throw a `TypeError` that names it. */
export interface SandboxOptions {
  /**
   * The username that the sandbox accepts. It must not contain a colon.
   * @default "sandbox"
   */
  username?: string;
  /**
   * The password that the sandbox accepts.
   * @default "sandbox"
   */
  password?: string;
  /** Additional accounts, username to password. A service belongs to the account that created it; other accounts get a 403. */
  accounts?: Record<string, string>;
  /**
   * The behaviour to emulate. With `docs` a create request responds with 201 and a delete has no body, as documented. With `sdk` they respond
   * with 200 and `{}`, which the vendor's own SDKs require.
   * @default "docs"
   */
  profile?: Profile;
  /** Makes ids, PINs and secrets the same on every run. An integer. */
  seed?: number;
  /** The time at which the clock is stopped, from 1970 to 9999. Without it the clock follows the system clock. */
  now?: Date | number;
  /**
   * The number of digits of an SMS PIN, from 4 to 10.
   * @default 6
   */
  pinLength?: number;
  /**
   * The lifetime of an SMS PIN, in milliseconds. It expires exactly at the end.
   * @default 300000
   */
  pinLifetimeMs?: number;
  /**
   * The number of wrong PINs after which an authentication, or a verification of a phone number, is throttled.
   * @default 5
   */
  maxAttempts?: number;
  /** The senders that the account has activated for the Number Verification API, besides `Verigator` and `Verify`. */
  senders?: string[];
  /**
   * Fixed PINs by phone number, `{ "+46701740605": "123456" }`, for end-to-end tests that cannot read the inbox. Each SMS to the number has this
   * PIN. It has `pinLength` digits, and all other rules apply.
   */
  pins?: Record<string, string>;
  /** The content of a seed file, or a snapshot, to start with. It applies to each new space and after a reset too. */
  seedData?: unknown;
}

/** A known behaviour of the API: as documented, or as its SDKs require. */
export type Profile = "docs" | "sdk";

/**
 * An in-process emulator of the Verigator API and the Number Verification API. Instances are independent of each other.
 *
 * @example
 * const sandbox = new Sandbox();
 * const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
 */
export class Sandbox {
  /**
   * Creates a sandbox. The first one loads the sandbox's wasm. Sends no request.
   * @throws TypeError if an option is invalid
   */
  constructor(options?: SandboxOptions);
  /**
   * Responds to requests to the Verigator API, to the Number Verification API at `/verify/start` and `/verify/pin`, and to the control API under `/_sandbox/`; all also for each space under `/spaces/NAME`. It is
   * bound, so you can pass it on its own. The host of the URL does not matter. Redirects are never followed.
   */
  readonly fetch: Fetch;
  /** The username that the sandbox accepts. */
  readonly username: string;
  /** The password that the sandbox accepts. */
  readonly password: string;
  /** The clock that every rule uses. */
  readonly clock: Clock;
  /** The sent SMS messages with their PINs. */
  readonly inbox: Inbox;
  /** The devices with the Verigator app. */
  readonly devices: Devices;
  /** The faults to inject. */
  readonly faults: Faults;
  /** The last 10,000 requests that got a response, newest last. They contain neither queries, headers nor bodies, so no credentials. */
  readonly requests: RequestRecord[];
  /** The emulated behaviour, which can be changed at any time. */
  profile: Profile;
  /** Resets the state, as if the sandbox were newly created with the same options. Pending `waitFor` calls reject. Spaces are unaffected. */
  reset(): void;
  /** Returns the complete state with all spaces as JSON-compatible data. It contains secrets and PINs, but no credentials. */
  snapshot(): unknown;
  /**
   * Replaces the state by a snapshot, and the spaces if the snapshot has any. Pending `waitFor` calls resolve to messages of the snapshot.
   * @throws TypeError if the snapshot is invalid or of another version; the state then stays as it was
   */
  restore(snapshot: unknown): void;
  /**
   * Creates services, users, devices and fixed PINs from the content of a seed file, all or none. A snapshot replaces the state.
   * @throws TypeError with the JSON path of invalid data; the state then stays as it was
   */
  seed(data: unknown): void;
  /**
   * Calls back on each SMS, push and request, before the response is returned. A message that the Number Verification API sends by itself comes later. An error that the callback throws is reported as an uncaught
   * error and does not affect the request.
   * @returns a function that removes the callback
   */
  on<Event extends keyof SandboxEvents>(event: Event, callback: (value: SandboxEvents[Event]) => void): () => void;
}

/** The events of a sandbox, by name. */
export interface SandboxEvents {
  /** An SMS was sent. */
  sms: SmsMessage & InSpace;
  /** A push was sent to a device. */
  push: DevicePush & InSpace;
  /** A request to one of the two APIs got a response. */
  request: RequestRecord & InSpace;
}

/** The space in which an event occurred. */
export interface InSpace {
  /** The name of the space; absent at the root. */
  space?: string;
}

/** The clock that PINs, codes and timestamps use. It is stopped, or runs with the system clock. */
export interface Clock {
  /** Returns the current time. */
  now(): Date;
  /** Stops the clock at a time from 1970 to 9999. */
  set(time: Date | number): void;
  /** Advances the clock by a number of milliseconds, which may be negative. A running clock keeps running, a stopped one stays stopped. */
  advance(milliseconds: number): void;
  /** Switches to the system clock. */
  resume(): void;
}

/** An SMS with a PIN. */
export interface SmsMessage {
  /** The phone number, without spaces, dashes and parentheses. */
  to: string;
  /** The text. With the Verigator API, its last line lets phones fill in the PIN. */
  text: string;
  /** The PIN, a string since it may have leading zeros. */
  pin: string;
  /** The time of sending, by the sandbox's clock. */
  sentAt: Date;
  /** The name of the service, or the sender of the Number Verification API. */
  service: string;
  /** The encoding of the text. One character that GSM-7 lacks makes the whole message UCS-2. */
  encoding: "GSM-7" | "UCS-2";
  /** How many segments the message has, which is what is billed. */
  segments: number;
}

/** The last 10,000 SMS messages. Phone numbers may contain spaces, dashes and parentheses. */
export interface Inbox {
  /** Returns all messages, or those to one phone number, oldest first. */
  messages(phoneNumber?: string): SmsMessage[];
  /**
   * Resolves to the next message to a phone number. Each message is returned once, including those sent before the call and those of a
   * restored snapshot. There is no timeout.
   * @throws the signal's reason if it aborts, an `Error` if the sandbox is reset meanwhile
   */
  waitFor(phoneNumber: string, options?: { signal?: AbortSignal }): Promise<SmsMessage>;
  /** Deletes all messages. */
  clear(): void;
}

/** The devices with the Verigator app. */
export interface Devices {
  /** Attaches a device to a phone number, so that TOTP reaches it. A device that is already attached stays. */
  attach(phoneNumber: string): Device;
  /** Returns the device of a phone number, or undefined if there is none. */
  get(phoneNumber: string): Device | undefined;
  /** Detaches the device, so that TOTP falls back to SMS. */
  detach(phoneNumber: string): void;
}

/** A phone with the Verigator app. Its methods throw after it is detached. */
export interface Device {
  /** The phone number, without spaces, dashes and parentheses. */
  readonly phoneNumber: string;
  /** Returns one account per user with this phone number, registered before or after the device was attached. */
  accounts(): DeviceAccount[];
  /** Returns the current code of a user, RFC 6238. */
  code(userId: string): string;
  /** Returns the `otpauth:` key URI of a user as a QR code in SVG, for a real authenticator app. */
  qrCode(userId: string): string;
  /** Returns the received pushes, oldest first. */
  pushes(): Push[];
}

/** A user's account in the app. */
export interface DeviceAccount {
  /** The name of the service. */
  service: string;
  /** The user's `id_in_service`. */
  username: string;
  /** The user's id. */
  userId: string;
  /** The key URI, `otpauth://totp/…`. */
  uri: string;
  /** The current six-digit code. */
  code: string;
  /** The milliseconds until the app shows the next code. The server accepts this one for another 30 seconds. */
  validForMs: number;
}

/** A push notification, sent when an authentication by TOTP starts. */
export interface Push {
  /** The name of the service. */
  service: string;
  /** The id of the user to authenticate. */
  userId: string;
  /** The time of sending, by the sandbox's clock. */
  sentAt: Date;
}

/** A push notification with the phone number of its device. */
export interface DevicePush extends Push {
  /** The phone number of the device. */
  phoneNumber: string;
}

/**
 * A failure to inject. `status`, `connection`, `hang` and `redirect` replace the handling of the request; the others change the response after
 * the request was handled.
 */
export type Fault =
  /** Responds with a status from 200 to 599. A string body is sent unchanged, other data as JSON, nested at most 100 levels deep. */
  | { kind: "status"; status: number; body?: unknown; headers?: Record<string, string> }
  /** Breaks the connection: `fetch` rejects with a `TypeError`. */
  | { kind: "connection" }
  /** Delays the response, by the system clock. */
  | { kind: "delay"; milliseconds: number }
  /** Never responds. */
  | { kind: "hang" }
  /** Responds with a body that is not JSON. */
  | { kind: "malformed" }
  /** Breaks the connection in the middle of the body, or before the response if it has no body. */
  | { kind: "truncated" }
  /** Responds with a 302. */
  | { kind: "redirect"; location: string };

/** The faults to inject. They affect only requests to the two APIs, whose paths start with `/v1/` or are `/verify/start` and `/verify/pin`. */
export interface Faults {
  /**
   * Adds a fault for the next matching requests, `times` of them (default 1). The method is case-insensitive; the path is the complete path or
   * a regular expression of at most 1,000 characters. Faults apply in the order in which they were added.
   */
  next(fault: Fault, match?: { method?: string; path?: string | RegExp; times?: number }): void;
  /** Adds a fault that each request without another fault gets with this probability, from 0 to 1. The sandbox's seed determines the draws. */
  randomly(chance: number, fault: Fault): void;
  /** Removes all faults. */
  clear(): void;
}

/** A request to one of the two APIs that got a response. */
export interface RequestRecord {
  /** The HTTP method. */
  method: string;
  /** The percent-encoded path without the query. */
  path: string;
  /** The status of the response. */
  status: number;
  /** The time of the request, by the sandbox's clock. */
  at: Date;
  /** The duration by the sandbox's clock, including the delay of a fault. */
  durationMs: number;
}
