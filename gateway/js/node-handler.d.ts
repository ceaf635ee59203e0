/**
 * Creates a handler for Node's http, Express 4 and 5, Fastify, NestJS and Connect. It may be mounted at a path, and before or after a body parser;
 * `basePath` is the whole path in any case.
 *
 * The handler responds to requests under the gateway's `basePath`. For others it calls `next`, or responds with 404 if there is none. Its Promise
 * never rejects.
 *
 * Sends are counted for the address of the connection or, with `trustedProxies`, for the address that the outermost of these proxies has noted. The
 * gateway's option `address` overrides it.
 *
 * @throws {TypeError} if `gateway` is no gateway, or if an option is unknown or out of range.
 * @example
 * ```js
 * // Express, Connect and NestJS
 * app.use(toNodeHandler(gateway, { trustedProxies: 1 }));
 * ```
 * @example
 * ```js
 * // Node
 * createServer(toNodeHandler(gateway)).listen(8080);
 * ```
 * @example
 * ```js
 * // Fastify, which has read the body already
 * const handler = toNodeHandler(gateway);
 * app.all("/2fa/*", (request, reply) => {
 *   reply.hijack();
 *   request.raw.body = request.body;
 *   return handler(request.raw, reply.raw);
 * });
 * ```
 */
export function toNodeHandler(
  gateway: Pick<Gateway, "handle">,
  options?: {
    /**
     * The number of your proxies between the callers and this server. The handler trusts that many entries of `X-Forwarded-For`,
     * `X-Forwarded-Proto` and `X-Forwarded-Host`, counted from the right. Callers may have sent the other entries.
     *
     * If the number is too high, or if callers can bypass a proxy, they can choose their address. If it is too low, all callers share the address
     * of a proxy.
     *
     * A proxy counts only if it appends to these headers. nginx passes them on as the caller sent them without further lines; the guide "The gateway" has the
     * lines for each.
     *
     * @default 0
     */
    trustedProxies?: number;
    /**
     * Keeps a serverless function running until the promise settles, e.g. that of `@vercel/functions`. Without it, what the response does not need
     * runs after it.
     */
    waitUntil?: (promise: Promise<unknown>) => void;
  },
): (request: unknown, response: unknown, next?: (error?: unknown) => void) => Promise<void>;

/**
 * Returns the request of Node's http, Express, NestJS or Connect that the handler of `toNodeHandler` was called with, undefined for other requests.
 * In the gateway's hooks it gives access to the session, for example. Nothing checks the type that you name.
 *
 * @example
 * ```ts
 * const identify = (request: Request) => nodeRequest<express.Request>(request)?.session.verigatorId ?? null;
 * ```
 */
export function nodeRequest<NodeRequest = unknown>(request: Request): NodeRequest | undefined;
