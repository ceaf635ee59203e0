import { ok, service, user } from "./responses.mjs";

export const pin = "731946";
export const phoneNumber = "+372 5912 8364";

const handle = (client) => client.service("service-id");
const path = "/v1/service/service";

/** Each operation of the API: what sending it twice would do, how it is called, what it sends, and an answer that suits it. */
export const operations = {
  createService: {
    effect: "creates",
    call: (client, options) => client.createService("Coffee Shop", "coffeeshop.com", options),
    request: `POST ${path}`,
    answer: ok(service),
  },
  getService: {
    effect: "reads",
    call: (client, options) => client.getService("service-id", options),
    request: `GET ${path}/service-id`,
    answer: ok(service),
  },
  deleteService: {
    effect: "deletes",
    call: (client, options) => handle(client).delete(options),
    request: `DELETE ${path}/service-id`,
    answer: ok(""),
  },
  registerUser: {
    effect: "creates",
    call: (client, options) => handle(client).registerUser("user@example.com", phoneNumber, options),
    request: `POST ${path}/service-id/users`,
    answer: ok(user),
  },
  getUser: {
    effect: "reads",
    call: (client, options) => handle(client).getUser("user-id", options),
    request: `GET ${path}/service-id/users/user-id`,
    answer: ok(user),
  },
  getUsers: {
    effect: "reads",
    call: (client, options) => handle(client).getUsers(options),
    request: `GET ${path}/service-id/users`,
    answer: ok({ total: 1, users: [user] }),
  },
  deleteUser: {
    effect: "deletes",
    call: (client, options) => handle(client).user("user-id").delete(options),
    request: `DELETE ${path}/service-id/users/user-id`,
    answer: ok(""),
  },
  authenticateUsingTotp: {
    effect: "spends",
    call: (client, options) => handle(client).user("user-id").authenticateUsingTotp(options),
    request: `POST ${path}/service-id/users/user-id/auth`,
    answer: ok({ method: "totp" }),
  },
  authenticateUsingSms: {
    effect: "spends",
    call: (client, options) => handle(client).user("user-id").authenticateUsingSms(options),
    request: `POST ${path}/service-id/users/user-id/auth`,
    answer: ok({ method: "sms" }),
  },
  verifyPin: {
    effect: "spends",
    call: (client, options) => handle(client).user("user-id").verifyPin(pin, options),
    request: `PUT ${path}/service-id/users/user-id/auth`,
    answer: ok({ verified: true }),
  },
};

/** The operations with one of these effects, as `[name, operation]`. */
export function withEffect(...effects) {
  return Object.entries(operations).filter(([, { effect }]) => effects.includes(effect));
}
