import { ok, service, user } from "./responses.mjs";

export const pin = "731946";
export const phoneNumber = "+372 5912 8364";

const serviceOf = (client) => client.service("service-id");
const path = "/v1/service/service";

/** Each operation of the API: its kind, a call of it, the request that the call sends, and a successful response. */
export const operations = {
  createService: {
    kind: "create",
    call: (client, options) => client.createService("Coffee Shop", "coffeeshop.com", options),
    request: `POST ${path}`,
    response: ok(service),
  },
  getService: {
    kind: "read",
    call: (client, options) => client.getService("service-id", options),
    request: `GET ${path}/service-id`,
    response: ok(service),
  },
  deleteService: {
    kind: "delete",
    call: (client, options) => serviceOf(client).delete(options),
    request: `DELETE ${path}/service-id`,
    response: ok(""),
  },
  registerUser: {
    kind: "create",
    call: (client, options) => serviceOf(client).registerUser("user@example.com", phoneNumber, options),
    request: `POST ${path}/service-id/users`,
    response: ok(user),
  },
  getUser: {
    kind: "read",
    call: (client, options) => serviceOf(client).getUser("user-id", options),
    request: `GET ${path}/service-id/users/user-id`,
    response: ok(user),
  },
  getUsers: {
    kind: "read",
    call: (client, options) => serviceOf(client).getUsers(options),
    request: `GET ${path}/service-id/users`,
    response: ok({ total: 1, users: [user] }),
  },
  deleteUser: {
    kind: "delete",
    call: (client, options) => serviceOf(client).user("user-id").delete(options),
    request: `DELETE ${path}/service-id/users/user-id`,
    response: ok(""),
  },
  authenticateUsingTotp: {
    kind: "authenticate",
    call: (client, options) => serviceOf(client).user("user-id").authenticateUsingTotp(options),
    request: `POST ${path}/service-id/users/user-id/auth`,
    response: ok({ method: "totp" }),
  },
  authenticateUsingSms: {
    kind: "authenticate",
    call: (client, options) => serviceOf(client).user("user-id").authenticateUsingSms(options),
    request: `POST ${path}/service-id/users/user-id/auth`,
    response: ok({ method: "sms" }),
  },
  verifyPin: {
    kind: "authenticate",
    call: (client, options) => serviceOf(client).user("user-id").verifyPin(pin, options),
    request: `PUT ${path}/service-id/users/user-id/auth`,
    response: ok({ verified: true }),
  },
};

/** Returns the operations of these kinds, as `[name, operation]`. */
export function operationsOfKind(...kinds) {
  return Object.entries(operations).filter(([, { kind }]) => kinds.includes(kind));
}

export const idempotentOperations = operationsOfKind("read", "delete");

/** Creates, and calls that send or check a PIN. */
export const nonIdempotentOperations = operationsOfKind("create", "authenticate");
