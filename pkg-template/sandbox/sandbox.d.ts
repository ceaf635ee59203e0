/** Declarations that TypeScript has since 5.2 in a library of their own. Where it is loaded too, they merge. */
declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
  interface AsyncDisposable {
    [Symbol.asyncDispose](): PromiseLike<void>;
  }
}

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
   * The number of wrong PINs after which an authentication is throttled.
   * @default 5
   */
  maxAttempts?: number;
  /**
   * Fixed PINs by phone number, `{ "+3725555555": "123456" }`, for end-to-end tests that cannot read the inbox. Each SMS to the number has this
   * PIN. It has `pinLength` digits, and all other rules apply.
   */
  pins?: Record<string, string>;
  /** The content of a seed file, or a snapshot, to start with. It applies to each new space and after a reset too. */
  seedData?: unknown;
}

/** A known behaviour of the API: as documented, or as its SDKs require. */
export type Profile = "docs" | "sdk";

/**
 * An in-process emulator of the Verigator API. Instances are independent of each other.
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
   * Responds to requests to the Verigator API, and to the control API under `/_sandbox/`; both also for each space under `/spaces/NAME`. It is
   * bound, so you can pass it on its own. The host of the URL does not matter. Redirects are never followed.
   */
  readonly fetch: typeof fetch;
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
  /** The last 10,000 requests that got a response, newest last. They contain neither headers nor bodies, so no credentials. */
  readonly requests: RequestRecord[];
  /** The emulated behaviour, which can be changed at any time. */
  profile: Profile;
  /** Resets the state, as if the sandbox were newly created with the same options. Pending `waitFor` calls reject. Spaces are unaffected. */
  reset(): void;
  /** Returns the complete state with all spaces as JSON-compatible data. It contains secrets and PINs, but no credentials. */
  snapshot(): unknown;
  /**
   * Replaces the state by a snapshot, and the spaces if the snapshot has any.
   * @throws TypeError if the snapshot is invalid or of another version; the state then stays as it was
   */
  restore(snapshot: unknown): void;
  /**
   * Creates services, users, devices and fixed PINs from the content of a seed file, all or none. A snapshot replaces the state.
   * @throws TypeError with the JSON path of invalid data; the state then stays as it was
   */
  seed(data: unknown): void;
  /**
   * Calls back on each SMS, push and request, before the response is returned. An error that the callback throws is reported as an uncaught
   * error and does not affect the request.
   * @returns a function that removes the callback
   */
  on<Event extends keyof SandboxEvents>(event: Event, callback: (value: SandboxEvents[Event]) => void): () => void;
}

/**
 * Connects to a sandbox that runs as a server, started with `npx verigator sandbox`.
 *
 * With `space` it is an independent sandbox on that server, created on its first use. Give each parallel test worker its own space.
 *
 * @example
 * await using sandbox = await connectSandbox("http://127.0.0.1:8787", { space: "worker-1" });
 * const verigator = new Verigator(sandbox.username, sandbox.password, { baseUrl: sandbox.baseUrl });
 *
 * @param url the URL of the server
 * @throws TypeError if the URL or the name of the space is invalid
 * @throws Error if the server cannot be reached
 */
export function connectSandbox(url: string, options?: ConnectOptions): Promise<RemoteSandbox>;

/** Options of `connectSandbox`. */
export interface ConnectOptions {
  /** The name of the space: 1 to 100 characters `A-Z`, `a-z`, `0-9`, `.`, `_` and `-`. Without it you connect to the root. */
  space?: string;
}

/**
 * A sandbox on a server. It has the surface of `Sandbox`, and each method returns a Promise. Methods reject with an `Error` whose message says
 * what was wrong.
 */
export interface RemoteSandbox extends AsyncDisposable {
  /** The base URL for a client or the application under test. It includes the space. */
  readonly baseUrl: string;
  /** The username that the sandbox accepts. */
  readonly username: string;
  /** The password that the sandbox accepts. */
  readonly password: string;
  /** The clock that every rule uses. */
  readonly clock: RemoteClock;
  /** The sent SMS messages with their PINs. */
  readonly inbox: RemoteInbox;
  /** The devices with the Verigator app. */
  readonly devices: RemoteDevices;
  /** The faults to inject. */
  readonly faults: RemoteFaults;
  /** Returns the last 10,000 requests that got a response, newest last. */
  requests(): Promise<RequestRecord[]>;
  /** Returns the complete state as JSON-compatible data. It contains secrets and PINs, but no credentials. */
  snapshot(): Promise<unknown>;
  /** Replaces the state by a snapshot. If the snapshot is invalid, the state stays as it was. */
  restore(snapshot: unknown): Promise<void>;
  /** Creates services, users, devices and fixed PINs from the content of a seed file, all or none. */
  seed(data: unknown): Promise<void>;
  /** Resets the state. Pending `waitFor` calls reject. Other spaces are unaffected. */
  reset(): Promise<void>;
  /** Deletes the space at the end of an `await using` declaration. Without a space it does nothing. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** The clock of a sandbox on a server. */
export interface RemoteClock {
  /** Returns the current time. */
  now(): Promise<Date>;
  /** Stops the clock at a time from 1970 to 9999. */
  set(time: Date | number): Promise<void>;
  /** Advances the clock by a number of milliseconds, which may be negative. A running clock keeps running, a stopped one stays stopped. */
  advance(milliseconds: number): Promise<void>;
  /** Switches to the system clock. */
  resume(): Promise<void>;
}

/** The last 10,000 SMS messages of a sandbox on a server. */
export interface RemoteInbox {
  /** Returns all messages, or those to one phone number, oldest first. */
  messages(phoneNumber?: string): Promise<SmsMessage[]>;
  /**
   * Resolves to the next message to a phone number. Each message is returned once, including those sent before the call. It waits on the
   * server, without polling.
   * @throws DOMException named `TimeoutError` after `timeoutMs`, the signal's reason if it aborts, an `Error` if the sandbox is reset
   */
  waitFor(phoneNumber: string, options?: RemoteWaitOptions): Promise<SmsMessage>;
  /** Deletes all messages. */
  clear(): Promise<void>;
}

/** Options of `RemoteInbox.waitFor`. */
export interface RemoteWaitOptions {
  /**
   * The longest wait in milliseconds.
   * @default Infinity
   */
  timeoutMs?: number;
  /** Ends the wait. */
  signal?: AbortSignal;
}

/** The devices of a sandbox on a server. */
export interface RemoteDevices {
  /** Attaches a device to a phone number, so that TOTP reaches it. A device that is already attached stays. */
  attach(phoneNumber: string): Promise<void>;
  /** Detaches the device, so that TOTP falls back to SMS. */
  detach(phoneNumber: string): Promise<void>;
  /** Returns the current code of a user, RFC 6238. */
  code(phoneNumber: string, userId: string): Promise<string>;
}

/** The faults of a sandbox on a server. */
export interface RemoteFaults {
  /** Adds a fault for the next matching requests, `times` of them (default 1). The path is without the prefix of the space. */
  next(fault: Fault, match?: { method?: string; path?: string | RegExp; times?: number }): Promise<void>;
  /** Removes all faults. */
  clear(): Promise<void>;
}

/** The events of a sandbox, by name. */
export interface SandboxEvents {
  /** An SMS was sent. */
  sms: SmsMessage & InSpace;
  /** A push was sent to a device. */
  push: DevicePush & InSpace;
  /** A request to the Verigator API got a response. */
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
  /** The text. Its last line lets phones fill in the PIN. */
  text: string;
  /** The PIN, a string since it may have leading zeros. */
  pin: string;
  /** The time of sending, by the sandbox's clock. */
  sentAt: Date;
  /** The name of the service. */
  service: string;
}

/** The last 10,000 SMS messages. Phone numbers may contain spaces, dashes and parentheses. */
export interface Inbox {
  /** Returns all messages, or those to one phone number, oldest first. */
  messages(phoneNumber?: string): SmsMessage[];
  /**
   * Resolves to the next message to a phone number. Each message is returned once, including those sent before the call. There is no timeout.
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
  /** Responds with a status from 200 to 599. A string body is sent unchanged, other data as JSON. */
  | { kind: "status"; status: number; body?: unknown; headers?: Record<string, string> }
  /** Breaks the connection: `fetch` rejects with a `TypeError`. */
  | { kind: "connection" }
  /** Delays the response, by the system clock. */
  | { kind: "delay"; milliseconds: number }
  /** Never responds. */
  | { kind: "hang" }
  /** Responds with a body that is not JSON. */
  | { kind: "malformed" }
  /** Breaks the connection in the middle of the body. */
  | { kind: "truncated" }
  /** Responds with a 302. */
  | { kind: "redirect"; location: string };

/** The faults to inject. They affect only requests to the Verigator API, not to the control API. */
export interface Faults {
  /**
   * Adds a fault for the next matching requests, `times` of them (default 1). The method is case-insensitive; the path is the complete path or
   * a regular expression. Faults apply in the order in which they were added.
   */
  next(fault: Fault, match?: { method?: string; path?: string | RegExp; times?: number }): void;
  /** Adds a fault that each request without another fault gets with this probability, from 0 to 1. The sandbox's seed determines the draws. */
  randomly(chance: number, fault: Fault): void;
  /** Removes all faults. */
  clear(): void;
}

/** A request to the Verigator API that got a response. */
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
