import asyncContext from "./async-context.mjs";
import brokenResponses from "./broken-responses.mjs";
import credentials from "./credentials.mjs";
import concurrency from "./concurrency.mjs";
import events from "./events.mjs";
import gatewayPaths from "./gateway-paths.mjs";
import hostileResponses from "./hostile-responses.mjs";
import hostileFetch from "./hostile-fetch.mjs";
import leaks from "./leaks.mjs";
import numberVerification from "./number-verification.mjs";
import objects from "./objects.mjs";
import pollution from "./pollution.mjs";
import redirects from "./redirects.mjs";
import requests from "./requests.mjs";
import retries from "./retries.mjs";
import scheduling from "./scheduling.mjs";
import signals from "./signals.mjs";
import statuses from "./statuses.mjs";
import timeouts from "./timeouts.mjs";

/** The suites that every runtime runs. Each is an object of test functions by title. */
export const suites = {
  requests,
  timeouts,
  retries,
  "broken responses": brokenResponses,
  statuses,
  redirects,
  signals,
  credentials,
  "gateway paths": gatewayPaths,
  events,
  leaks,
  "hostile fetch": hostileFetch,
  "hostile responses": hostileResponses,
  concurrency,
  scheduling,
  "async context": asyncContext,
  "number verification": numberVerification,
  objects,
  pollution,
};
