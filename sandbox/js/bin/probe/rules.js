import {
  body,
  expect,
  expectByProfile,
  fallbackToSms,
  field,
  lastLine,
  message,
  never,
  numberIsInvalid,
  rejected,
  rejectedAs,
  rejectedWithStatus,
  sixDigits,
  status,
  success,
  verified,
  withOther,
  withSms,
} from "./checks.js";

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const withZone = field("ctime", "RFC 3339 with Z", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const withoutZone = field("ctime", "microseconds and no time zone", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
const withoutExpiry = never("the probe does not wait until a PIN expires");
const withoutDevice = never("the probe has no device with the vendor's app");

/** The second table of the rules in `sandbox/README.md`, which a test compares, and how each rule is checked. */
export const rules = [
  {
    id: "error-body",
    sentence: 'Errors have the body `{"message": …}`',
    source: "Python SDK",
    checks: [
      expect("call without credentials", message),
      expect("get an unknown service", message),
      expect("put the service", message),
      expect("create it again in upper case", message),
      expect("create with invalid JSON", message),
    ],
  },
  {
    id: "credentials-first",
    sentence: "Missing or wrong credentials give 401 before anything else is checked",
    source: "docs; the order is an assumption",
    checks: [expect("call without credentials", status(401)), expect("create with wrong credentials", status(401))],
  },
  {
    id: "order-of-errors",
    sentence:
      "The order of errors is 404 for an unknown service, user or path, 403 for a service of another account, 422 for the body, 409",
    source: "docs; the order is an assumption",
    checks: [
      expect("get an unknown service", status(404)),
      expect("get an unknown user", status(404)),
      expect("call an unknown path", status(404)),
      expect("start for an unknown user", status(404)),
      expect("register with invalid JSON at an unknown service", status(404)),
      expect("verify for an unknown user with invalid JSON", status(404)),
      ...withOther(expect("register with invalid JSON at a foreign service", status(403))),
      expect("register the user again with an invalid number", status(422)),
    ],
  },
  {
    id: "another-method",
    sentence: "A known path with another method gives 405",
    source: "assumption",
    checks: [expect("put the service", status(405)), expect("get the authentication", status(405))],
  },
  {
    id: "invalid-body",
    sentence:
      "A body gives 422 if it is not a JSON object, or if a required field is missing or empty; unknown fields are ignored",
    source: "docs; the details are an assumption",
    checks: [
      expect("create with invalid JSON", status(422)),
      expect("create with an array", status(422)),
      expect("create without a name", status(422)),
      expect("create with an empty fqdn", status(422)),
      expect("register with invalid JSON", status(422)),
      expect("register without a body", status(422)),
      expect("register without a phone number", status(422)),
      expect("register with an empty username", status(422)),
      expect("verify with invalid JSON", status(422)),
      expect("verify without a token", status(422)),
      expect("register with an unknown field", success),
    ],
  },
  {
    id: "phone-number",
    sentence: "A phone number is `+` and 6 to 15 digits; spaces, dashes and parentheses are ignored",
    source: "assumption",
    checks: [
      expect("register a number with 6 digits", success),
      expect("register a number with 15 digits", success),
      expect("register a number with separators", success),
      expect("register a number with 5 digits", status(422)),
      expect("register a number with 16 digits", status(422)),
      expect("register a number without a plus", status(422)),
    ],
  },
  {
    id: "account",
    sentence: "A service belongs to the account that created it; its fqdn is unique across accounts",
    source: "assumption",
    checks: withOther(
      expect("get a foreign service", status(403)),
      expect("create the fqdn of a foreign service", status(409)),
    ),
  },
  {
    id: "service-with-users",
    sentence: "A service with users cannot be deleted",
    source: "Java SDK's javadoc; the status 409 is an assumption",
    checks: [expect("delete the service with users", status(409))],
  },
  {
    id: "create-status",
    sentence: "Create requests respond with 201",
    source: "docs: 201, Java SDK: exactly 200",
    checks: [
      expectByProfile("create a service", status(201), status(200)),
      expectByProfile("register a user", status(201), status(200)),
    ],
  },
  {
    id: "delete-body",
    sentence: "Deletes respond with 202 and no body",
    source: "docs; the Python SDK needs the `{}` of `sdk`",
    checks: [
      expectByProfile("delete the user", body(202, ""), body(202, "{}")),
      expectByProfile("delete the service", body(202, ""), body(202, "{}")),
    ],
  },
  {
    id: "ctime",
    sentence: "`ctime` is RFC 3339 with `Z` in `docs`; it has microseconds and no time zone in `sdk`",
    source: "docs; Python SDK's samples",
    checks: [
      expectByProfile("create a service", withZone, withoutZone),
      expectByProfile("register a user", withZone, withoutZone),
    ],
  },
  {
    id: "short-path",
    sentence:
      "The path with one `service`, `/v1/service/{sid}/users/{uid}/auth`, also starts and verifies, in both profiles",
    source: "docs' curl sample",
    checks: [
      expect("verify with a number by the short path", numberIsInvalid),
      ...withSms(expect("start by the short path", success), expect("verify a wrong PIN by the short path", rejected)),
    ],
  },
  {
    id: "totp-fallback",
    sentence: "`totp` falls back to `sms` if the phone number has no device",
    source: "docs: start-authentication",
    checks: withSms(expect("start by TOTP", fallbackToSms)),
  },
  {
    id: "replaced",
    sentence: "Each start replaces the previous authentication",
    source: "assumption",
    checks: withSms(expect("verify the replaced PIN", rejected)),
  },
  {
    id: "pin-lifetime",
    sentence: "An SMS PIN has 6 digits and a lifetime of 300,000 ms; it expires exactly at the end",
    source: "assumption; NIST SP 800-63B requires at most 10 minutes and at least 6 digits",
    checks: [...withSms(expect("read the SMS", sixDigits)), withoutExpiry],
  },
  {
    id: "accepted-once",
    sentence: "An authentication accepts one PIN or code, once",
    source: "NIST SP 800-63B",
    checks: withSms(expect("verify the right PIN", verified), expect("verify the right PIN again", rejected)),
  },
  {
    id: "throttled",
    sentence:
      "5 wrong PINs or codes throttle the authentication until a new one is started; an expired one does not count",
    source: "assumption",
    checks: [
      ...withSms(
        expect("verify wrong PIN 5 of 5", rejectedAs("invalid")),
        expect("verify the right PIN after 5 wrong ones", rejectedAs("throttled")),
      ),
      withoutExpiry,
    ],
  },
  {
    id: "rejection-status",
    sentence: 'A rejected PIN gives 200 with `"status": {"throttled", "expired", "invalid", "result": "INVALID"}`',
    source: "Python SDK's tests",
    checks: withSms(
      expect("verify a wrong PIN", rejectedWithStatus),
      expect("verify the right PIN after 5 wrong ones", rejectedWithStatus),
    ),
  },
  {
    id: "one-reason",
    sentence: "Exactly one of the three is true: throttled takes precedence over expired, expired over invalid",
    source: "assumption",
    checks: [
      ...withSms(
        expect("verify a wrong PIN", rejectedAs("invalid")),
        expect("verify the right PIN after 5 wrong ones", rejectedAs("throttled")),
      ),
      withoutExpiry,
    ],
  },
  {
    id: "pin-type",
    sentence: "PINs and codes are strings; a number gives 422, since it has lost its leading zeros",
    source: "assumption",
    checks: [
      expect("verify with a number", numberIsInvalid),
      ...withSms(expect("verify a number after a start", status(422))),
    ],
  },
  {
    id: "totp",
    sentence:
      "TOTP uses SHA-1, 6 digits and 30 s; one step before and after is accepted, but never a step at or before the last accepted one",
    source: "RFC 6238; the digits are from the vendor's blog",
    checks: [withoutDevice],
  },
  {
    id: "late-code",
    sentence: "A code up to 5 minutes late is `expired`, any other wrong code `invalid`",
    source: "assumption",
    checks: [withoutDevice],
  },
  {
    id: "device",
    sentence:
      "A device belongs to a phone number; each user with that number, registered before or after, has an account with its own secret",
    source: "assumption",
    checks: [withoutDevice],
  },
  {
    id: "sms-line",
    sentence: "The SMS ends with the line `@host #PIN`, so that phones can fill in the PIN",
    source: "WICG sms-one-time-codes",
    checks: withSms(expect("read the SMS", lastLine)),
  },
  {
    id: "ids",
    sentence: "Ids are UUIDs",
    source: "every sample of the docs",
    checks: [
      expect("create a service", field("id", "a UUID", uuid)),
      expect("register a user", field("id", "a UUID", uuid)),
    ],
  },
];
