const secretHeaders = new Set(["x-service-auth", "authorization"]);
const dots = "••••••••";

/** Headers as names and values, with what nobody else may see left out. */
export function maskHeaders(headers) {
  return [...new Headers(headers)].map(([name, value]) => [name, secretHeaders.has(name) ? dots : value]);
}

/** A JSON body with PIN and phone number masked. What is no JSON stays as it is: no request has such a body. */
export function maskBody(text) {
  try {
    return JSON.stringify(JSON.parse(text), maskField);
  } catch {
    return text;
  }
}

function maskField(name, value) {
  if (name === "token") return "•".repeat(String(value).length);
  return name === "phone_number" ? maskPhoneNumber(value) : value;
}

/** As in +372•••••55: whose it is can be told, what it is can't. */
export function maskPhoneNumber(phoneNumber) {
  const text = String(phoneNumber);
  return text.length < 8 ? "•".repeat(text.length) : text.slice(0, 4) + "•".repeat(text.length - 6) + text.slice(-2);
}
