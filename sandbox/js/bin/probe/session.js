import { parseJson, sendRequest } from "./http.js";

const services = "/v1/service/service";
/** How many requests may fail before a run ends. */
export const maxFailures = 3;

/** The statuses of a server or proxy that is temporarily unable to respond. They say nothing about a rule. */
const transientStatuses = [408, 429, 502, 503, 504];

/** Ends the calls early: the signal, or a server that does not respond. */
export class StopError extends Error {}

/**
 * Sends the calls of a run, and records each exchange by its name and everything that has to be deleted.
 *
 * A resource counts as created by any 2xx to a create request, also by one that the rules forbid.
 */
export class Session {
  /** @type Map<string, object> */
  exchanges = new Map();
  /** @type Map<string, { path: string, fqdn: string }> */
  createdServices = new Map();
  /** @type Map<string, { path: string, service: string }> */
  createdUsers = new Map();
  /** The fqdns of the create requests whose response was lost. */
  lostServices = [];
  /** The signal that interrupted the run. */
  interruption;
  failures = 0;

  constructor({ baseUrl, credentials, timeoutMs, redactor }) {
    Object.assign(this, { baseUrl, credentials, timeoutMs, redactor });
  }

  /**
   * Sends a call unless the run has to end. `text` is a body that is not JSON on purpose. After a delete with `isExpectedToFail` a resource
   * stays tracked even if the server says that it is deleted.
   */
  async call(name, method, path, options = {}) {
    if (this.interruption) throw new StopError(`interrupted by ${this.interruption}`);
    const exchange = await this.send(name, method, path, options);
    if (exchange.failure !== undefined) {
      this.failures += 1;
      if (this.failures === maxFailures) throw new StopError(`${maxFailures} requests failed`);
    }
    return exchange;
  }

  /** Sends a request, also after an interruption. */
  async send(name, method, path, options = {}) {
    const { json, text = json && JSON.stringify(json), credentials = this.credentials, isExpectedToFail } = options;
    const headers = { accept: "application/json" };
    if (credentials) headers["x-service-auth"] = `${credentials.username}:${credentials.password}`;
    if (text !== undefined) headers["content-type"] = "application/json";
    const request = { method, path, headers, body: text };
    const response = await sendRequest(this.baseUrl + path, request, this.timeoutMs);
    const exchange = { name, request, ...response, json: parseJson(response.text) };
    exchange.failure ??= findFailure(response);
    this.exchanges.set(name, exchange);
    if (!isExpectedToFail) this.#trackResources(exchange, json, credentials);
    return exchange;
  }

  #trackResources({ request: { method, path }, status, json }, sent, credentials) {
    const isSuccess = status >= 200 && status < 300;
    const id = isSuccess ? idOf(json) : undefined;
    if (method === "POST" && path === services) {
      if (id !== undefined) this.#trackService(id, sent?.fqdn, credentials);
      else if (isSuccess || status === undefined || status >= 500) this.#trackLostService(sent);
    }
    if (method === "POST" && path.endsWith("/users") && id !== undefined) this.#trackUser(path, id);
    if (method === "DELETE" && (isSuccess || status === 404)) this.#untrack(path);
  }

  /** The server may have created the service although there is no usable response, unless the request was invalid. */
  #trackLostService({ fqdn, name } = {}) {
    if (fqdn && name) this.lostServices.push(fqdn);
  }

  #trackService(id, fqdn, credentials) {
    this.redactor.addId("service", id);
    this.createdServices.set(id, { path: servicePath(id), fqdn, credentials });
  }

  #trackUser(path, id) {
    this.redactor.addId("user", id);
    this.createdUsers.set(id, { path: `${path}/${encodeURIComponent(id)}`, service: path.slice(0, -"/users".length) });
  }

  #untrack(path) {
    for (const resources of [this.createdServices, this.createdUsers]) {
      for (const [id, resource] of resources) {
        if (resource.path === path || resource.service === path) resources.delete(id);
      }
    }
  }
}

function findFailure({ failure, status, headers }) {
  if (failure !== undefined) return failure;
  if (status >= 300 && status < 400) return `status ${status}, a redirect, which is not followed`;
  return findTransientFailure({ status, headers });
}

/** Returns the failure of a server or a proxy that may respond later, or undefined. */
export function findTransientFailure({ status, headers }) {
  if (!transientStatuses.includes(status)) return undefined;
  const retryAfter = headers.get("retry-after");
  return `status ${status}${retryAfter ? `, Retry-After ${retryAfter}` : ""}`;
}

/** Returns the id of a created resource, or undefined if there is none that can stand in a path. */
export function idOf(json) {
  const id = Number.isSafeInteger(json?.id) ? String(json.id) : json?.id;
  return typeof id === "string" && !["", ".", ".."].includes(id) ? id : undefined;
}

/** The path of a service. */
export function servicePath(id) {
  return `${services}/${encodeURIComponent(id)}`;
}
