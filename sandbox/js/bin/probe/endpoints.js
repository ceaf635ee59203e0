import { body, expect, expectByProfile, json, rejectedWithStatus, status, userList, withSms } from "./checks.js";

const service = { id: "string", name: "string", ctime: "string" };
const user = { id: "string", ctime: "string", id_in_service: "string" };
const verification = { method: "string", verified: "boolean" };

/** The first table of the rules in `sandbox/README.md`, which a test compares, and how each row is checked. */
export const endpoints = [
  {
    id: "create-service",
    request: "`POST S`",
    docs: "201 `{id, name, ctime}`",
    sdk: "200",
    errors: "409 if a service has the same fqdn, compared case-insensitively",
    checks: [
      expectByProfile("create a service", json(201, service), json(200, service)),
      expect("create it again in upper case", status(409)),
    ],
  },
  {
    id: "get-service",
    request: "`GET S/{sid}`",
    docs: "200 `{id, name, ctime}`",
    sdk: "200",
    errors: "",
    checks: [expect("get the service", json(200, service))],
  },
  {
    id: "delete-service",
    request: "`DELETE S/{sid}`",
    docs: "202, no body",
    sdk: "202 `{}`",
    errors: "409 while the service has users",
    checks: [
      expectByProfile("delete the service", body(202, ""), body(202, "{}")),
      expect("delete the service with users", status(409)),
    ],
  },
  {
    id: "register-user",
    request: "`POST S/{sid}/users`",
    docs: "201 `{id, ctime, id_in_service}`",
    sdk: "200",
    errors: "409 if the service has a user with the same `id_in_service`",
    checks: [
      expectByProfile("register a user", json(201, user), json(200, user)),
      expect("register the user again", status(409)),
    ],
  },
  {
    id: "list-users",
    request: "`GET S/{sid}/users`",
    docs: "200 `{total, users}`, in the order of registration",
    sdk: "200",
    errors: "",
    checks: [expect("list the users", userList)],
  },
  {
    id: "get-user",
    request: "`GET S/{sid}/users/{uid}`",
    docs: "200 `{id, ctime, id_in_service}`",
    sdk: "200, also at `S/{sid}/user/{uid}`",
    errors: "",
    checks: [
      expect("get the user", json(200, user)),
      expectByProfile("get the user by the singular path", status(404), json(200, user)),
    ],
  },
  {
    id: "delete-user",
    request: "`DELETE S/{sid}/users/{uid}`",
    docs: "202, no body",
    sdk: "202 `{}`",
    errors: "",
    checks: [expectByProfile("delete the user", body(202, ""), body(202, "{}"))],
  },
  {
    id: "start-authentication",
    request: "`POST S/{sid}/users/{uid}/auth`",
    docs: "201 `{method}`",
    sdk: "200",
    errors: "",
    checks: withSms(expectByProfile("start by SMS", json(201, { method: "string" }), json(200, { method: "string" }))),
  },
  {
    id: "verify-pin",
    request: "`PUT S/{sid}/users/{uid}/auth`",
    docs: "200 `{method, verified}` and, if rejected, `status`",
    sdk: "200",
    errors: "404 if no authentication was started",
    checks: [
      ...withSms(
        expect("verify the right PIN", json(200, verification)),
        expect("verify a wrong PIN", rejectedWithStatus),
      ),
      expect("verify without an authentication", status(404)),
    ],
  },
];
