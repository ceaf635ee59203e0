/** The faults that can be switched on. */
export const faults = [
  { label: "503, unavailable", fault: { kind: "status", status: 503 } },
  { label: "503, try again in 2 s", fault: { kind: "status", status: 503, headers: { "retry-after": "2" } } },
  { label: "429, try again in 90 s", fault: { kind: "status", status: 429, headers: { "retry-after": "90" } } },
  { label: "500, internal error", fault: { kind: "status", status: 500 } },
  { label: "403, forbidden", fault: { kind: "status", status: 403 } },
  { label: "401, wrong credentials", fault: { kind: "status", status: 401 } },
  { label: "418, an odd status", fault: { kind: "status", status: 418 } },
  { label: "Connection lost", fault: { kind: "connection" } },
  { label: "Slow by 3 s", fault: { kind: "delay", milliseconds: 3000 } },
  { label: "No answer ever", fault: { kind: "hang" } },
  { label: "Answer is no JSON", fault: { kind: "malformed" } },
  { label: "Answer breaks off", fault: { kind: "truncated" } },
  { label: "Redirect elsewhere", fault: { kind: "redirect", location: "https://elsewhere.example/" } },
];

/** The calls of the login that a fault can wait for. */
export const calls = [
  { label: "any call", match: {} },
  { label: "create the service", match: { method: "POST", path: { pattern: "/service/service$", flags: "" } } },
  { label: "register", match: { method: "POST", path: { pattern: "/users$", flags: "" } } },
  { label: "send the PIN", match: { method: "POST", path: { pattern: "/auth$", flags: "" } } },
  { label: "verify the PIN", match: { method: "PUT", path: { pattern: "/auth$", flags: "" } } },
  { label: "delete the account", match: { method: "DELETE", path: { pattern: "/users/[^/]+$", flags: "" } } },
];

/** How often it strikes: so many times, or at each call by chance. */
export const occasions = [
  { label: "once", times: 1 },
  { label: "twice", times: 2 },
  { label: "three times", times: 3 },
  { label: "always", times: Number.MAX_SAFE_INTEGER },
  { label: "at random, one call in three", chance: 1 / 3 },
];

/** What a fault of the sandbox, as it reports it, is in words. */
export function describeFault({ fault, match, times, chance }) {
  const what = faults.find((choice) => isSame(choice.fault, fault))?.label ?? fault.kind;
  if (chance !== undefined) return `${what}: one call in ${Math.round(1 / chance)}`;
  const where = calls.find((choice) => isSame(choice.match, match))?.label ?? "some calls";
  return `${what}: ${where}, ${times > 1000 ? "always" : `${times} more`}`;
}

/** Fields that stand in another order are the same. */
function isSame(one, other) {
  return sorted(one) === sorted(other);
}

function sorted(value) {
  return JSON.stringify(value, (_, inner) => (inner instanceof Object ? Object.fromEntries(Object.entries(inner).sort()) : inner));
}
