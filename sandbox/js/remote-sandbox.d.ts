/** Declared here for TypeScript before 5.2, which lacks `lib.esnext.disposable`. Newer versions merge the two. */
declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
  interface AsyncDisposable {
    [Symbol.asyncDispose](): PromiseLike<void>;
  }
}

/**
 * Connects to a sandbox that runs as a server, started with `npx verigator sandbox`.
 *
 * With `space` it is an independent sandbox on that server, created on its first use. Give each parallel test worker its own space.
 *
 * @example
 * await using sandbox = await connectSandbox("http://127.0.0.1:8787", { space: "worker-1" });
 * const verigator = new Verigator(sandbox.username, sandbox.password, sandbox.clientOptions);
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
  /**
   * The options of a client of this sandbox: `baseUrl`, and `dangerouslyAllowHttp` if the sandbox is served by http on another machine or in another
   * container. Add your own: `{ ...sandbox.clientOptions, maxRetries: 0 }`.
   */
  readonly clientOptions: { readonly baseUrl: string; readonly dangerouslyAllowHttp?: true };
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
  /** Replaces the state by a snapshot. Pending `waitFor` calls resolve to its messages. If it is invalid, the state stays as it was. */
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
