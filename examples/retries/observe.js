import { Verigator } from "verigator";

/** Creates a client that logs each attempt. The events hold no credentials, PINs or phone numbers. */
export function createClient(username, password, options, log = console.log) {
  return new Verigator(username, password, {
    ...options,
    onResponse: ({ operation, attempt, status, durationMs }) =>
      log(`${operation} #${attempt}: ${status} in ${Math.round(durationMs)} ms`),
    onRetry: ({ operation, attempt, delayMs, error }) =>
      log(`${operation} #${attempt}: ${error.code}, again in ${Math.round(delayMs)} ms`),
  });
}
