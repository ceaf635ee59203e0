const secretHeaders = new Set(["x-service-auth", "authorization"]);
const redacted = "••••••••";

/** The parameters of a URL that are no secret. The Number Verification API has credentials, number and PIN among the others. */
const publicParameters = new Set([
  "pin_length",
  "max_tries",
  "retry_delay",
  "validity",
  "template",
  "from",
  "verification_id",
]);

/** Returns headers as pairs of name and value, with credentials redacted. */
export function redactHeaders(headers) {
  return [...new Headers(headers)].map(([name, value]) => [name, secretHeaders.has(name) ? redacted : value]);
}

/** Returns the parameters of a URL as pairs of name and value. All are redacted but those that are known to be no secret. */
export function redactParameters({ searchParams }) {
  return [...searchParams].map(([name, value]) => [name, redactParameter(name, value)]);
}

function redactParameter(name, value) {
  if (publicParameters.has(name)) return value;
  if (name === "pin") return "•".repeat(value.length);
  return name === "to" ? redactPhoneNumber(value) : redacted;
}

/** Redacts the PIN and the phone number in a JSON body. Text that is not JSON is returned unchanged: no request has such a body. */
export function redactBody(text) {
  try {
    return JSON.stringify(JSON.parse(text), redactField);
  } catch {
    return text;
  }
}

function redactField(name, value) {
  if (name === "token") return "•".repeat(String(value).length);
  return name === "phone_number" ? redactPhoneNumber(value) : value;
}

/** Redacts all but the first four and last two characters of a phone number, e.g. +372•••••55, which its owner still recognizes. */
export function redactPhoneNumber(phoneNumber) {
  const text = String(phoneNumber);
  return text.length < 8 ? "•".repeat(text.length) : text.slice(0, 4) + "•".repeat(text.length - 6) + text.slice(-2);
}
