/** The bindings of `workers/worker.mts`, as `wrangler types` declares them beside the runtime's types. */
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("../workers/worker.mjs");
    durableNamespaces: "VerigatorLimits";
  }
  interface Env {
    LIMITS: DurableObjectNamespace<import("../workers/worker.mjs").VerigatorLimits>;
    API: Fetcher;
    VERIGATOR_USERNAME: string;
    VERIGATOR_PASSWORD: string;
  }
}
