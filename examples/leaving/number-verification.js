const { MESSENTE_USERNAME = "", MESSENTE_PASSWORD = "", MESSENTE_URL = "https://api.messente.com" } = process.env;

/** Sends a PIN to a number. Store the id that it returns in the session of the user. */
export async function start(phoneNumber) {
  const [result, id] = (await post("/v1/verify/start", { to: phoneNumber, pin_length: "6" })).split(" ");
  if (result !== "OK" || !id) throw new Error(`expected OK and an id from verify/start, got ${result} ${id ?? ""}`);
  return id;
}

const reasons = new Map([["INVALID", "invalid"], ["EXPIRED", "expired"], ["THROTTLED", "throttled"]]);

/** Checks what the user typed, with the result that `verifyPin` of this package has. */
export async function finish(verificationId, pin) {
  const result = await post("/v1/verify/pin", { verification_id: verificationId, pin });
  if (result.startsWith("VERIFIED")) return { verified: true };
  const reason = reasons.get(result);
  if (!reason) throw new Error(`expected a result from verify/pin, got ${result}`);
  return { verified: false, reason };
}

/** Sends a request. The parameters, credentials included, are part of the URL: keep the URL out of logs and errors. */
async function post(path, parameters) {
  const query = new URLSearchParams({ username: MESSENTE_USERNAME, password: MESSENTE_PASSWORD, ...parameters });
  const response = await fetch(`${MESSENTE_URL}${path}?${query}`, { method: "POST", redirect: "error", signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`expected a 200 from ${path}, got ${response.status}`);
  return (await response.text()).trim();
}
