import { createPageGateway } from "../gateway/page-gateway.js";
import { Verigator } from "../verigator/browser.js";

const serviceName = "Corner Coffee";
const resendAfterMs = 30_000;

/** What a person does on the login page, by the client. Each resolves when it is done, or failed and shown. */
export function createLoginCalls({ sandbox, recorder, clock, session, activity, way }) {
  const { username, password } = sandbox.settings;
  const verigator = new Verigator(username, password, { baseUrl: sandbox.baseUrl, ...recorder.optionsFor("page", sandbox.fetch) });
  const gateway = createPageGateway({ sandbox, recorder, clock, session });

  /** The site's service, made when it is first needed. */
  async function service(options) {
    const { serviceId } = session.value;
    if (serviceId) return verigator.service(serviceId);
    const fqdn = `coffee-${crypto.randomUUID().slice(0, 8)}.example.com`;
    const created = await verigator.createService(serviceName, fqdn, options);
    session.update({ serviceId: created.id, fqdn });
    return created;
  }

  const user = () => verigator.service(session.value.serviceId).user(session.value.userId);

  /** The user who signs in. A gateway serves what a login needs of them; to register and to delete is the site's server's. */
  const me = async () => (way.value.isViaGateway ? (await gateway.connect()).me : user());

  /** When another PIN may be asked for: a gateway keeps the count itself, a site without one has to. */
  async function resendTime(options) {
    if (!way.value.isViaGateway) return clock.now() + resendAfterMs;
    const { resendAt } = await (await gateway.connect()).status(options);
    return resendAt?.getTime() ?? clock.now();
  }

  /** Runs a call and then, unless it failed, `after` with its result. */
  async function act(call, after, again) {
    const result = await activity.run(call, again);
    if (result !== undefined) after(result);
  }

  function register(name, phoneNumber) {
    return act(
      async (options) => (await service(options)).registerUser(name, phoneNumber, options),
      ({ id }) => {
        const users = [...session.value.users, { id, username: name, phoneNumber }];
        session.update({ screen: "sign-in", users, userId: id });
      },
      () => register(name, phoneNumber),
    );
  }

  function start(requestedMethod) {
    const call = requestedMethod === "totp" ? "authenticateUsingTotp" : "authenticateUsingSms";
    return act(
      async (options) => {
        const { method } = await (await me())[call](options);
        return { method, resendAt: await resendTime(options) };
      },
      ({ method, resendAt }) => {
        session.update({ screen: "pin", requestedMethod, method, resendAt, refusal: undefined });
      },
      () => start(requestedMethod),
    );
  }

  function verify(pin) {
    return act(
      async (options) => (await me()).verifyPin(pin, options),
      ({ verified, reason }) => {
        const outcome = verified ? { screen: "signed-in", verifiedAt: clock.now(), refusal: undefined } : { refusal: { reason } };
        session.update(outcome);
      },
      () => verify(pin),
    );
  }

  function deleteAccount() {
    const { id } = session.user;
    return act(
      async (options) => (await user().delete(options)) ?? true,
      () => {
        const users = session.value.users.filter((other) => other.id !== id);
        session.update({ screen: users.length > 0 ? "sign-in" : "register", users, userId: users.at(-1)?.id });
      },
      deleteAccount,
    );
  }

  return { register, start, verify, deleteAccount };
}
