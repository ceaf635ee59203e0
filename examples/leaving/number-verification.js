const { MESSENTE_USERNAME = "", MESSENTE_PASSWORD = "", MESSENTE_URL = "https://api.messente.com" } = process.env;

/** Sends a PIN to a number. Store the id that it returns in the session of the user. */
export async function start(phoneNumber) {
  const [result, id] = (await post("/v1/verify/start", { to: phoneNumber, pin_length: "6" })).split(" ");
  if (result !== "OK" || !id) throw new Error(`expected OK and an id from verify/start, got ${result} ${id ?? ""}`);
  return id;
}

const hints = new Map([
  ["INVALID", "This PIN is wrong. Try again."],
  ["EXPIRED", "This PIN has expired. Request a new one."],
  ["THROTTLED", "Too many wrong PINs. Request a new one."],
]);

/** Checks what the user typed. A null hint means that the user is logged in. */
export async function finish(verificationId, text) {
  const pin = text.replace(/\s/g, "");
  const result = /^\d+$/.test(pin) ? await post("/v1/verify/pin", { verification_id: verificationId, pin }) : "INVALID";
  if (result.startsWith("VERIFIED")) return null;
  const hint = hints.get(result);
  if (!hint) throw new Error(`expected a result from verify/pin, got ${result}`);
  return hint;
}

/** Sends a request. The parameters, credentials included, are part of the URL: keep the URL out of logs and errors. */
async function post(path, parameters) {
  const query = new URLSearchParams({ username: MESSENTE_USERNAME, password: MESSENTE_PASSWORD, ...parameters });
  // The errors of fetch are not passed on, not even as the cause: in Deno and Bun they contain the URL.
  const hideUrl = (error) => {
    throw new Error(`the request to ${path} failed: ${error.name}`);
  };
  const response = await fetch(`${MESSENTE_URL}${path}?${query}`, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
  }).catch(hideUrl);
  if (!response.ok) throw new Error(`expected a 200 from ${path}, got ${response.status}`);
  return (await response.text().catch(hideUrl)).trim();
}
