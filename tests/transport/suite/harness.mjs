import { username, password } from "./canaries.mjs";

let count = 0;

/** A scenario of a fault server: a base URL with scripted responses and a record of the received requests. */
export class Scenario {
  /** `name` distinguishes the runtimes that share a server. */
  constructor(server, name) {
    this.server = server;
    this.name = `${name}-${++count}`;
  }

  async script(responses) {
    await this.#control("", { method: "PUT", body: JSON.stringify(responses) });
    return this;
  }

  get url() {
    return `${this.server}/${this.name}`;
  }

  /** Returns the received requests in order: `{ method, path, headers, body }`. */
  requests() {
    return this.#control("/requests");
  }

  /** Returns the received requests in order, as `GET /v1/…`. */
  async requestLines() {
    return (await this.requests()).map(({ method, path }) => `${method} ${path}`);
  }

  /** Waits until all connections are closed, and returns how many bytes the server sent. */
  closed() {
    return this.#control("/closed");
  }

  async #control(path, init) {
    const response = await fetch(`${this.server}/control/${this.name}${path}`, init);
    return response.json();
  }
}

/** The fixtures of the cases in one runtime. */
export class Harness {
  /**
   * @param verigator The exports of the package.
   * @param servers `{ server, second, refusing }`, the base URLs of two fault servers and of a closed port.
   * @param runtime `{ name, isBrowser, reportsNotConnected }`. The last is true if fetch distinguishes a refused connection from a lost one.
   */
  constructor(verigator, servers, runtime) {
    Object.assign(this, { verigator, servers, runtime });
  }

  /** Creates a scenario with these responses. The last one is repeated for all further requests. */
  scenario(...responses) {
    return new Scenario(this.servers.server, this.runtime.name).script(responses);
  }

  /** Creates a scenario on another origin. */
  secondScenario(...responses) {
    return new Scenario(this.servers.second, this.runtime.name).script(responses);
  }

  client(scenario, options) {
    return this.clientOf(scenario.url, options);
  }

  /** Its time limit is far above what a busy machine takes. A case that is about a time limit sets one. */
  clientOf(baseUrl, options) {
    return new this.verigator.Verigator(username, password, { baseUrl, timeoutMs: 500_000, ...options });
  }
}
