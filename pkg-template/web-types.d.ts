/** The environment's `Request`. TypeScript takes it from the DOM, Node, Deno, Bun or Workers, whichever the project has. */
type Request = typeof globalThis extends { Request: { prototype: infer Type } } ? Type : MinimalRequest;

/** The environment's `Response`, by way of its constructor, since Bun's types lack the prototype. */
type Response = typeof globalThis extends { Response: new (...values: never) => infer Type } ? Type : MinimalResponse;

/** The environment's `Headers`, by way of `Request`: in Workers it is a class, which `typeof globalThis` leaves out. */
type Headers = Request["headers"];

/** The environment's `AbortSignal`, by way of `Request` for the same reason. */
type AbortSignal = Request["signal"];

/** What the environment's `Headers` can be made of. Where that is a class, this is its constructor's parameter in Workers. */
type HeadersInit = typeof globalThis extends { Headers: new (init?: infer Init) => unknown }
  ? Exclude<Init, undefined>
  : Headers | Iterable<Iterable<string>> | Record<string, string>;

/** The environment's `fetch`. */
type Fetch = typeof globalThis extends { fetch: infer Type } ? Type : MinimalFetch;

/** A fetch for environments whose types have none. */
type MinimalFetch = (
  input: string,
  init?: { method?: string; headers?: unknown; body?: unknown; signal?: AbortSignal },
) => Promise<Response>;

/** A request for environments whose types have none. */
type MinimalRequest = MinimalBody & { readonly method: string; readonly url: string; readonly signal: MinimalSignal };

/** A response for environments whose types have none. */
type MinimalResponse = MinimalBody & { readonly status: number };

/** The members that requests and responses have in common. */
type MinimalBody = {
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
  text(): Promise<string>;
};

/** A signal for environments whose types have none. */
type MinimalSignal = {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
};

/** Keeps what has no `export` private: without this line, a declaration file exports everything. */
export {};
