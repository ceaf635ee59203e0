/**
 * A check compares one exchange with an expectation for each profile: a text, and a test that returns undefined if the exchange shows nothing.
 *
 * @typedef {{ text: string, test: (exchange: object) => boolean | undefined }} Expectation
 * @typedef {{ exchange: string, docs: Expectation, sdk: Expectation, needs?: string } | { never: string }} Check
 */

/** Checks an exchange that is the same in both profiles. */
export function expect(exchange, expectation) {
  return { exchange, docs: expectation, sdk: expectation };
}

/** Checks an exchange in which the profiles differ. */
export function expectByProfile(exchange, docs, sdk) {
  return { exchange, docs, sdk };
}

/** Stands for the part of a rule that the probe cannot check, with the reason. */
export function never(reason) {
  return { never: reason };
}

/** Marks checks that need `--send-sms`. */
export function withSms(...checks) {
  return checks.map((check) => ({ ...check, needs: "--send-sms" }));
}

/** Marks checks that need a second account. */
export function withOther(...checks) {
  return checks.map((check) => ({ ...check, needs: "VERIGATOR_OTHER_USERNAME and VERIGATOR_OTHER_PASSWORD" }));
}

/** Expects a status, whatever the body. */
export function status(expected) {
  return { text: String(expected), test: (exchange) => exchange.status === expected };
}

/** Expects any 2xx. */
export const success = { text: "a success", test: isSuccess };

/** Expects a status and a JSON object with these fields: strings, unless another type is given. Further fields are allowed. */
export function json(expected, fields) {
  const names = Object.keys(fields);
  return {
    text: `${expected} {${names.join(", ")}}`,
    test: ({ status, json }) => status === expected && names.every((name) => typeof json?.[name] === fields[name]),
  };
}

/** Expects a status with exactly this body. */
export function body(expected, text) {
  return {
    text: text === "" ? `${expected}, no body` : `${expected} ${text}`,
    test: (exchange) => exchange.status === expected && exchange.text.trim() === text,
  };
}

/** Expects a field of a successful response to match a pattern. */
export function field(name, description, pattern) {
  return {
    text: `${name}: ${description}`,
    test: (exchange) =>
      isSuccess(exchange) && exchange.json?.[name] !== undefined ? pattern.test(exchange.json[name]) : undefined,
  };
}

/** Expects an error to have a message. */
export const message = {
  text: `an error with {"message": …}`,
  test: ({ status, json }) => (status >= 400 ? typeof json?.message === "string" : undefined),
};

/** Expects a list of the registered users in their order, with its length. */
export const userList = {
  text: "200 {total, users}, in the order of registration",
  test({ status, json, registeredIds }) {
    const ids = Array.isArray(json?.users) ? json.users.map((user) => String(user?.id)) : [];
    return status === 200 && json?.total === ids.length && ids.join() === registeredIds.join();
  },
};

/** Expects a status that shows that a number is no PIN. A 404 shows nothing: the server may check first whether there is an authentication. */
export const numberIsInvalid = {
  text: "422",
  test: ({ status }) => (status === 404 ? undefined : status === 422),
};

/** Expects an accepted PIN. */
export const verified = {
  text: "200 with verified: true",
  test: ({ status, json }) => status === 200 && json?.verified === true && typeof json.method === "string",
};

/** Expects a rejected PIN, for any reason. */
export const rejected = {
  text: "200 with verified: false",
  test: ({ status, json }) => status === 200 && json?.verified === false && typeof json.method === "string",
};

/** Expects a rejected PIN with the format of a reason. */
export const rejectedWithStatus = {
  text: `200 with "status": {"throttled", "expired", "invalid", "result": "INVALID"}`,
  test({ status, json }) {
    const flags = reasons.map((reason) => typeof json?.status?.[reason]);
    return status === 200 && flags.every((type) => type === "boolean") && json.status.result === "INVALID";
  },
};

/** Expects a rejected PIN for exactly one reason. */
export function rejectedAs(reason) {
  return {
    text: `a rejection whose only reason is ${reason}`,
    test({ json }) {
      const found = reasons.filter((candidate) => json?.status?.[candidate] === true);
      return json?.verified === false && found.join() === reason;
    },
  };
}

/** Expects an SMS although the start asked for TOTP. A device gets a push, which shows nothing. */
export const fallbackToSms = {
  text: "method: sms",
  test: (exchange) =>
    isSuccess(exchange) && exchange.json?.method === "totp" ? undefined : exchange.json?.method === "sms",
};

/** Expects the user to have typed a PIN of 6 digits. */
export const sixDigits = { text: "a PIN of 6 digits", test: ({ pinLength }) => pinLength === 6 };

/** Expects the user to have seen the line for autofill. */
export const lastLine = { text: "the last line @host #PIN", test: ({ hasLine }) => hasLine };

const reasons = ["throttled", "expired", "invalid"];

function isSuccess({ status }) {
  return status >= 200 && status < 300;
}
