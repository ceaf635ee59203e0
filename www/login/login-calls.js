import { createPageGateway } from "../gateway/page-gateway.js";
import { Verigator } from "../verigator/browser.js";

const serviceName = "Corner Coffee";
const resendAfterMs = 30_000;

/** What a person does on the login page, by the client. Each resolves when it is done, or failed and shown. */
export class LoginCalls {
  #verigator;
  #gateway;
  #clock;
  #session;
  #activity;
  #way;

  constructor({ sandbox, recorder, clock, session, activity, way }) {
    const { username, password } = sandbox.settings;
    this.#verigator = new Verigator(username, password, { baseUrl: sandbox.baseUrl, ...recorder.optionsFor("page", sandbox.fetch) });
    this.#gateway = createPageGateway({ sandbox, recorder, clock, session });
    this.#clock = clock;
    this.#session = session;
    this.#activity = activity;
    this.#way = way;
  }

  register(username, phoneNumber) {
    return this.#act({
      call: async (options) => (await this.#service(options)).registerUser(username, phoneNumber, options),
      after: ({ id }) => {
        const users = [...this.#session.value.users, { id, username, phoneNumber }];
        this.#session.update({ screen: "sign-in", users, userId: id });
      },
      again: () => this.register(username, phoneNumber),
    });
  }

  start(requestedMethod) {
    const name = requestedMethod === "totp" ? "authenticateUsingTotp" : "authenticateUsingSms";
    return this.#act({
      call: async (options) => {
        const { method } = await (await this.#me())[name](options);
        return { method, resendAt: await this.#resendTime(options) };
      },
      after: (started) => this.#session.update({ screen: "pin", requestedMethod, refusal: undefined, ...started }),
      again: () => this.start(requestedMethod),
    });
  }

  verify(pin) {
    return this.#act({
      call: async (options) => (await this.#me()).verifyPin(pin, options),
      after: ({ verified, reason }) => {
        const signedIn = { screen: "signed-in", verifiedAt: this.#clock.now(), refusal: undefined };
        this.#session.update(verified ? signedIn : { refusal: { reason } });
      },
      again: () => this.verify(pin),
    });
  }

  deleteAccount() {
    const { id } = this.#session.user;
    return this.#act({
      call: async (options) => (await this.#user().delete(options)) ?? { isDeleted: true },
      after: () => {
        const users = this.#session.value.users.filter((other) => other.id !== id);
        this.#session.update({ screen: users.length > 0 ? "sign-in" : "register", users, userId: users.at(-1)?.id });
      },
      again: () => this.deleteAccount(),
    });
  }

  /** Makes a call and then, unless it failed, does what comes after it. */
  async #act({ call, after, again }) {
    const result = await this.#activity.run(call, again);
    if (result !== undefined) after(result);
  }

  /** The site's service, made when it is first needed. */
  async #service(options) {
    const { serviceId } = this.#session.value;
    if (serviceId) return this.#verigator.service(serviceId);
    const fqdn = `coffee-${crypto.randomUUID().slice(0, 8)}.example.com`;
    const created = await this.#verigator.createService(serviceName, fqdn, options);
    this.#session.update({ serviceId: created.id, fqdn });
    return created;
  }

  /** The user who signs in. A gateway serves what a login needs of them; to register and to delete is the site's server's. */
  async #me() {
    return this.#way.value.isViaGateway ? (await this.#gateway.connect()).me : this.#user();
  }

  #user() {
    const { serviceId, userId } = this.#session.value;
    return this.#verigator.service(serviceId).user(userId);
  }

  /** When another PIN may be asked for: a gateway keeps the count itself, a site without one has to. */
  async #resendTime(options) {
    if (!this.#way.value.isViaGateway) return this.#clock.now() + resendAfterMs;
    const { resendAt } = await (await this.#gateway.connect()).status(options);
    return resendAt?.getTime() ?? this.#clock.now();
  }
}
