import { username, password } from "./canaries.mjs";

let count = 0;

/** A scenario of a fault server: a base URL with a script of answers and a record of requests. */
export class Scenario {
  /** `name` tells the runtimes apart that share a server. */
  constructor(server, name) {
    this.server = server;
    this.name = `${name}-${++count}`;
  }

  async script(answers) {
    await this.#control("", { method: "PUT", body: JSON.stringify(answers) });
    return this;
  }

  get url() {
    return `${this.server}/${this.name}`;
  }

  /** What arrived, in order: `{ method, path, headers, body }`. */
  requests() {
    return this.#control("/requests");
  }

  /** What arrived, as `GET /v1/…`. */
  async arrivals() {
    return (await this.requests()).map(({ method, path }) => `${method} ${path}`);
  }

  /** Waits until no connection is left; gives the bytes that the server sent. */
  closed() {
    return this.#control("/closed");
  }

  async #control(question, init) {
    const response = await fetch(`${this.server}/control/${this.name}${question}`, init);
    return response.json();
  }
}

/** What the cases of one runtime share. */
export class Harness {
  /**
   * @param verigator What the package exports.
   * @param servers `{ server, second, refusing }`, the base URLs of two fault servers and of a port where nobody listens.
   * @param runtime `{ name, isBrowser, tellsNotConnected }`, where the last says whether fetch tells a refused connection from a broken one.
   */
  constructor(verigator, servers, runtime) {
    Object.assign(this, { verigator, servers, runtime });
  }

  /** A scenario whose requests take these answers, the last one for ever. */
  scenario(...answers) {
    return new Scenario(this.servers.server, this.runtime.name).script(answers);
  }

  /** A scenario on another origin. */
  secondScenario(...answers) {
    return new Scenario(this.servers.second, this.runtime.name).script(answers);
  }

  client(scenario, options) {
    return this.clientOf(scenario.url, options);
  }

  clientOf(baseUrl, options) {
    return new this.verigator.Verigator(username, password, { baseUrl, ...options });
  }
}
