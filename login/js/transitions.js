/** What a status or the outcome of a call makes of the state of a login. Without I/O. */

/** The codes of errors after which a message may have been sent. */
const uncertainCodes = ["connection", "timeout", "internal", "invalid_response", "unexpected_status"];

/** Returns where a status puts a login, undefined if nothing was started. */
export function placeOf({ started, verified, attemptsLeft }) {
  if (verified) return { step: "verified" };
  if (!started) return undefined;
  return attemptsLeft === 0 ? { step: "failed", rejection: "throttled" } : { step: "waiting" };
}

/** Returns the fields of a status. Those of `next` win over them. */
export function fieldsOf(status, { requestedMethod, replacesEarlier }, toPageTime, next) {
  const { method, attemptsLeft, resendAt, expiresAt } = status;
  if (next.step === "verified") return { method, ...next };
  const allowed = resendAt && { resendAt: toPageTime(resendAt) };
  if (next.step === "idle") return { ...allowed, ...next };
  const expiry = expiresAt && { expiresAt: toPageTime(expiresAt) };
  return { method, requestedMethod, replacesEarlier, attemptsLeft, ...allowed, ...expiry, ...next };
}

/** What a successful start leads to. */
export function afterStart({ method, requestedMethod }, before) {
  const replacesEarlier = (before.started && !before.verified) || undefined;
  return { step: "waiting", method, requestedMethod, replacesEarlier };
}

/**
 * What a start that failed leads to, by the status before it, and the one after it if there is one. The gateway opens an authentication before anything is
 * sent, so its expiry tells whether the request arrived.
 */
export function afterFailedStart(error, before, after) {
  const mayHaveArrived = !after || (after.started && +after.expiresAt !== +before.expiresAt);
  // A browser may repeat a request whose response was lost, and gets that of the repeat: that it comes too early.
  const isUncertain = uncertainCodes.includes(error.code) || (error.code === "rate_limited" && after);
  const mayHaveSent = (isUncertain && mayHaveArrived) || undefined;
  if (mayHaveSent && !after) return { step: "waiting", mayHaveSent, error };
  const place = placeOf(after ?? before);
  // An earlier success says nothing about this start.
  if (!place || (place.step === "verified" && before.verified)) return { step: "failed", error };
  return place.step === "verified" ? place : { ...place, mayHaveSent, error };
}

/** What a PIN that was not accepted leads to: by its reason or error, and by the status after it if there is one. */
export function afterPin(reason, error, status) {
  const place = status && (placeOf(status) ?? { step: "failed", rejection: "expired" });
  if (place?.step === "verified") return place;
  if (place?.rejection) return { ...place, rejection: reason === "expired" ? reason : place.rejection };
  // There is one again: another page has started it in the meantime.
  if (place && error?.code === "no_such_resource") return { step: "waiting", rejection: "unknown" };
  const isOver = reason === "expired" || reason === "throttled" || error?.code === "wrong_credentials";
  return { step: isOver ? "failed" : "waiting", rejection: reason, error };
}

/** Returns the state without what the last action met. */
export function withoutProblem({ rejection, error, mayHaveSent, ...rest }) {
  return rest;
}
