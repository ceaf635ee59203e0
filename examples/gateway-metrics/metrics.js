/** Counts what a gateway decides, for Prometheus: `createGateway({ …, onEvent: countEvent })`, and `registry.metrics()` at `/metrics`. */
import { Counter, Histogram, Registry } from "prom-client";

export const registry = new Registry();

const events = new Counter({
  name: "verigator_gateway_events_total",
  help: "Decisions of the gateway by their kind, and by the limit that denied for those that are limited.",
  labelNames: ["kind", "limit"],
  registers: [registry],
});

const waits = new Histogram({
  name: "verigator_gateway_retry_after_seconds",
  help: "How long those whom a limit denied have to wait.",
  buckets: [30, 60, 120, 600, 3600],
  registers: [registry],
});

/** No user's id becomes a label: there would be a time series for each user. */
export function countEvent({ kind, detail, retryAfterMs }) {
  events.inc({ kind, limit: kind === "limited" ? detail : "" });
  // A lockout denies nobody: it responds with decoys.
  if (kind === "limited" && retryAfterMs !== undefined) waits.observe(retryAfterMs / 1000);
}
