/** What the element shows in each state of a login. Without a document. */

const errorTexts = {
  rate_limited: "rateLimited",
  wrong_credentials: "sessionEnded",
  connection: "offline",
  timeout: "offline",
};

/**
 * Returns the texts and the buttons of a state.
 *
 * `only` is the one method that is offered, `hadField` whether the field was shown before, `isResumed` whether another page completed the login, and `now` is in
 * milliseconds.
 */
export function screenOf(state, { texts, only, hadField, isResumed, next, now }) {
  const { step, error } = state;
  const isSending = step === "sending";
  const hasField = step === "waiting" || step === "verifying" || (isSending && hadField);
  // Without a session nothing works here.
  const isLost = error?.code === "wrong_credentials" && !hasField;
  const wait = step !== "verifying" && state.resendAt > now ? timeOf(state.resendAt - now) : undefined;
  const buttons = buttonsOf(state, { texts, only, hasField, wait, isResumed, next });
  return {
    message: isLost ? "" : messageOf(state, texts, hasField),
    problem: problemOf(state, texts),
    hasField,
    isInvalid: hasField && !!state.rejection,
    isBusy: isSending || step === "verifying",
    isDone: step === "verified",
    buttons: isLost ? {} : buttons,
  };
}

function messageOf({ step, method, requestedMethod, mayHaveSent, replacesEarlier }, texts, hasField) {
  if (step === "sending") return texts.sending;
  if (step === "verified") return texts.verified;
  if (!hasField) return step === "idle" ? texts.intro : "";
  if (mayHaveSent) return texts.mayHaveSent;
  if (method === "totp") return texts.sentApp;
  if (requestedMethod === "totp") return texts.sentSmsNotApp;
  return replacesEarlier ? texts.sentAgain : texts.sentSms;
}

function problemOf({ step, rejection, attemptsLeft, mayHaveSent, error }, texts) {
  if (rejection === "invalid" && attemptsLeft > 0)
    return `${texts.invalid} ${texts.attemptsLeft.replace("{count}", attemptsLeft)}`;
  if (rejection) return texts[rejection];
  // The message says what to do.
  if (!error || (mayHaveSent && step !== "failed")) return "";
  return texts[errorTexts[error.code] ?? "error"];
}

/** The buttons by name: their text and kind, and whether they have to wait. */
function buttonsOf({ step, method, requestedMethod, rejection }, { texts, only, hasField, wait, isResumed, next }) {
  if (step === "verified")
    return {
      next: next && { text: texts.continue, kind: "primary" },
      sms: isResumed && { text: texts.startAgain, kind: "link" },
    };
  const waits = wait !== undefined;
  const again = waits ? texts.resendIn.replace("{time}", wait) : texts.resend;
  const isOver = step === "failed" && rejection;
  if (!hasField && !isOver) return choiceOf(texts, only, waits && again);
  const isSms = (method ?? requestedMethod) !== "totp";
  const offersApp = !only && isSms && requestedMethod !== "totp";
  return {
    verify: hasField && { text: step === "verifying" ? texts.verifying : texts.verify, kind: "primary" },
    resend: { text: again, kind: isOver ? "primary" : "link", waits },
    sms: !only && !isSms && { text: texts.sendSms, kind: "link", waits },
    app: offersApp && { text: texts.useApp, kind: "link", waits },
  };
}

/** The methods to start with. While no message is allowed, the first one says when. */
function choiceOf(texts, only, again) {
  const waits = !!again;
  return {
    sms: only !== "totp" && { text: again || texts.sendSms, kind: "primary", waits },
    app: only !== "sms" && { text: (only && again) || texts.useApp, kind: only ? "primary" : "secondary", waits },
  };
}

/** Writes a time as `0:05`, or `1:00:00` from an hour on. Times of the gateway are up to a second late. */
function timeOf(milliseconds) {
  const seconds = Math.max(Math.floor(milliseconds / 1000), 1);
  const pad = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:${pad(minutes)}` : minutes}:${pad(seconds % 60)}`;
}
