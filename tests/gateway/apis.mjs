/** The two APIs of a gateway, as test doubles of their clients. A test of both runs with each. */
import { AsyncLocalStorage } from "node:async_hooks";
import { test } from "node:test";

export const apis = ["verigator", "number-verification"];

const current = new AsyncLocalStorage();

/** The API of the test that runs. */
export const currentApi = () => current.getStore() ?? "verigator";

/** Runs a test with each API, whose name a site takes from the test. */
export function testEach(title, run) {
  for (const api of apis) test(`${title} (${api})`, (t) => current.run(api, () => run(t)));
}

const numbers = new Map();

/** The number of a user of a site with Number Verification. */
export function numberOf(userId) {
  if (!numbers.has(userId)) numbers.set(userId, `+3725${String(numbers.size).padStart(7, "0")}`);
  return numbers.get(userId);
}

/**
 * A test double of a client. `calls` lists the calls to the API; a test may replace `start` and `verify`. A PIN that is checked with several ids is one
 * call, and `checks` lists each.
 */
export function createUpstream(api, rightPin) {
  const upstream = {
    calls: [],
    checks: [],
    start: async (userId, method) => ({ method, requestedMethod: method }),
    verify: async (userId, pin) =>
      pin === rightPin ? { verified: true, method: "sms" } : { verified: false, method: "sms", reason: "invalid" },
  };
  return Object.assign(upstream, api === "verigator" ? verigatorClient(upstream) : numberClient(upstream));
}

function verigatorClient({ calls, checks, ...first }) {
  return {
    service() {
      const upstream = this;
      const start = (userId, method) => {
        calls.push({ userId, method });
        return upstream.start(userId, method);
      };
      return {
        user: (userId) => ({
          authenticateUsingTotp: () => start(userId, "totp"),
          authenticateUsingSms: () => start(userId, "sms"),
          verifyPin(pin) {
            calls.push({ userId, pin });
            checks.push({ userId, pin });
            return upstream.verify(userId, pin);
          },
        }),
      };
    },
    ...first,
  };
}

function numberClient({ calls, checks, ...first }) {
  const [userOf, newest, users] = [new Map(), new Map(), new Map()];
  return {
    ...first,
    /** The number of a user, as the gateway asks for it. */
    phoneNumber(userId, number = numberOf(userId)) {
      userOf.set(number, userId);
      return number;
    },
    async verifyNumber(number, options) {
      const userId = userOf.get(number);
      calls.push({ userId, method: "sms", options });
      const started = await this.start(userId, "sms");
      if (started?.verified) return started;
      const verificationId = `vid${users.size}`;
      users.set(verificationId, userId);
      newest.set(userId, verificationId);
      return { verified: false, verificationId };
    },
    async verifyPin(verificationId, pin) {
      if (!users.has(verificationId)) {
        await this.getService?.();
        throw Object.assign(new Error("unknown"), { code: "no_such_resource", status: 200 });
      }
      const userId = users.get(verificationId);
      if (newest.get(userId) === verificationId) calls.push({ userId, pin });
      checks.push({ userId, pin, verificationId });
      return this.verify(userId, pin, verificationId);
    },
  };
}

/** The options of a gateway to such a client. `destination` returns the number of a user, or whatever else users share. */
export function clientOptions(api, upstream, destination) {
  if (api === "verigator") return { verigator: upstream, serviceId: "service-1", destination };
  const phoneNumber = async (userId) => upstream.phoneNumber(userId, await destination?.(userId));
  return { numberVerification: upstream, phoneNumber };
}
