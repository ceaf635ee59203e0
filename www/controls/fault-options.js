/** The faults that can be injected. */
export const faults = [
  { label: "503 Service Unavailable", fault: { kind: "status", status: 503 } },
  { label: "503, Retry-After: 2 s", fault: { kind: "status", status: 503, headers: { "retry-after": "2" } } },
  { label: "429, Retry-After: 90 s", fault: { kind: "status", status: 429, headers: { "retry-after": "90" } } },
  { label: "500 Internal Server Error", fault: { kind: "status", status: 500 } },
  { label: "403 Forbidden", fault: { kind: "status", status: 403 } },
  { label: "401 Unauthorized", fault: { kind: "status", status: 401 } },
  { label: "418, unexpected status", fault: { kind: "status", status: 418 } },
  { label: "Connection lost", fault: { kind: "connection" } },
  { label: "Delay of 3 s", fault: { kind: "delay", milliseconds: 3000 } },
  { label: "No response", fault: { kind: "hang" } },
  { label: "Malformed JSON", fault: { kind: "malformed" } },
  { label: "Truncated response", fault: { kind: "truncated" } },
  { label: "Redirect to another host", fault: { kind: "redirect", location: "https://elsewhere.example/" } },
];

/** The requests of the login that a fault can be limited to. */
export const targets = [
  { label: "any", match: {} },
  { label: "create service", match: { method: "POST", path: { pattern: "/service/service$", flags: "" } } },
  { label: "register user", match: { method: "POST", path: { pattern: "/users$", flags: "" } } },
  { label: "send PIN", match: { method: "POST", path: { pattern: "/auth$", flags: "" } } },
  { label: "verify PIN", match: { method: "PUT", path: { pattern: "/auth$", flags: "" } } },
  { label: "delete user", match: { method: "DELETE", path: { pattern: "/users/[^/]+$", flags: "" } } },
];

/** How often a fault occurs: a number of times, or at random. */
export const frequencies = [
  { label: "once", times: 1 },
  { label: "twice", times: 2 },
  { label: "three times", times: 3 },
  { label: "always", times: Number.MAX_SAFE_INTEGER },
  { label: "randomly, 1 in 3 requests", chance: 1 / 3 },
];

/** Describes an active fault as the sandbox reports it. */
export function describeFault({ fault, match, times, chance }) {
  const name = faults.find((option) => isEqual(option.fault, fault))?.label ?? fault.kind;
  if (chance !== undefined) return `${name}: 1 in ${Math.round(1 / chance)} requests`;
  const target = targets.find((option) => isEqual(option.match, match))?.label ?? "some";
  return `${name}: ${target === "any" ? "any request" : target}, ${times > 1000 ? "always" : `${times} left`}`;
}

/** Compares two JSON values, ignoring the order of fields. */
function isEqual(one, other) {
  return canonicalJson(one) === canonicalJson(other);
}

function canonicalJson(value) {
  return JSON.stringify(value, (_, inner) => (inner instanceof Object ? Object.fromEntries(Object.entries(inner).sort()) : inner));
}
