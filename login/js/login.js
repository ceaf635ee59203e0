/** `verigator/login`: the state of a login, without a page. */
import { normalizePin } from "../normalize-pin.js";
import { connect } from "./connection.js";
import { afterFailedStart, afterPin, afterStart, fieldsOf, placeOf, withoutProblem } from "./transitions.js";

const methods = { sms: "authenticateUsingSms", totp: "authenticateUsingTotp" };

export function createLogin(options) {
  const { ask, call, toPageTime } = connect(options);
  const { pinLength } = options;
  if (pinLength !== undefined && !(Number.isInteger(pinLength) && pinLength >= 4 && pinLength <= 16))
    throw new TypeError(`createLogin: expected pinLength from 4 to 16, got ${String(pinLength)}`);
  const complete = new RegExp(pinLength === undefined ? "^\\d{4,16}$" : `^\\d{${pinLength}}$`);
  const listeners = new Set();
  let state = Object.freeze({ step: "idle" });
  /** The actions under way, by kind. A reset replaces the object, and so tells them that their results are no longer wanted. */
  let underWay = {};

  function set(next) {
    const fields = Object.entries(next).filter(([, value]) => value !== undefined);
    const isSame = ([name, value]) => value === state[name] || (value instanceof Date && +value === +state[name]);
    if (fields.length === Object.keys(state).length && fields.every(isSame)) return;
    state = Object.freeze(Object.fromEntries(fields));
    for (const listener of [...listeners]) notify(listener, state);
  }

  /** Runs an action, or joins the one of its kind that is under way. `pin` tells the PIN of a verification. */
  function run(kind, action, pin) {
    const actions = underWay;
    const current = { pin };
    const end = () => actions[kind] === current && delete actions[kind];
    const isWanted = () => actions === underWay;
    actions[kind] = current;
    // No action sets the state before its first await, so whoever starts another one from a listener joins this one.
    current.promise = action(isWanted, (next) => isWanted() && set(next)).finally(end);
    return current.promise;
  }

  function resume() {
    const { resuming, sending, verifying } = underWay;
    return (resuming ?? sending ?? verifying)?.promise ?? run("resuming", readStatus);
  }

  async function readStatus(isWanted, settle) {
    const { status, error } = await statusOrError();
    // The other actions ask for themselves.
    if (underWay.sending || underWay.verifying) return;
    if (error) return settle({ ...state, error });
    const { step, rejection, mayHaveSent } = state;
    if (placeOf(status)) return settle(fieldsOf(status, state, toPageTime, keepProblem(placeOf(status), state)));
    if (step === "waiting" && mayHaveSent) return settle({ step: "failed", error: state.error });
    if (step === "waiting")
      return settle(fieldsOf(status, state, toPageTime, { step: "failed", rejection: "expired" }));
    settle(fieldsOf(status, state, toPageTime, step === "failed" ? { step, rejection } : { step: "idle" }));
  }

  function start(method = "sms") {
    if (!Object.hasOwn(methods, method))
      return Promise.reject(new TypeError(`start: expected sms or totp, got ${String(method)}`));
    return underWay.sending?.promise ?? run("sending", (...controls) => send(method, ...controls));
  }

  async function send(method, isWanted, settle) {
    // A user who is known to be verified and starts again means it.
    const isForced = state.step === "verified";
    await underWay.verifying?.promise;
    if (!isWanted() || (state.step === "verified" && !isForced)) return;
    const { resendAt, expiresAt, attemptsLeft } = state;
    const earlier = withoutProblem(state);
    settle({ step: "sending", method: state.method, requestedMethod: method, resendAt, expiresAt, attemptsLeft });
    const { status: before, error: unknown } = await statusOrError();
    if (unknown)
      return settle({
        ...earlier,
        step: earlier.step === "waiting" ? "waiting" : "failed",
        requestedMethod: method,
        error: unknown,
      });
    if (before.verified && !isForced) return settle(fieldsOf(before, state, toPageTime, { step: "verified" }));
    if (!isWanted()) return;
    const outcome = await outcomeOf(call(methods[method]));
    const { status: after } = await statusOrError();
    const next = outcome.error ? afterFailedStart(outcome.error, before, after) : afterStart(outcome.result, before);
    const { resendAt: allowedAt, ...fields } = fieldsOf(
      after ?? (outcome.error ? before : {}),
      state,
      toPageTime,
      next,
    );
    settle({ ...fields, resendAt: laterOf(allowedAt, outcome.error?.retryAfterMs) });
  }

  async function verify(text) {
    const pin = normalizePin(text);
    if (state.step === "verified") return undefined;
    const { sending, verifying } = underWay;
    if (!complete.test(pin)) return set({ ...withoutProblem(state), rejection: "incomplete" });
    if (verifying?.pin === pin) return verifying.promise;
    const earlier = Promise.all([sending?.promise, verifying?.promise]);
    return run("verifying", (...controls) => submit(pin, earlier, ...controls), pin);
  }

  async function submit(pin, earlier, isWanted, settle) {
    await earlier;
    if (!isWanted() || state.step === "verified") return;
    const last = withoutProblem(state);
    settle({ ...last, step: "verifying" });
    const { result, error } = await outcomeOf(call("verifyPin", pin));
    if (result?.verified) return settle({ step: "verified", method: result.method ?? last.method });
    const { status } = await statusOrError();
    const next = afterPin(result?.reason, error, status);
    if (status) return settle(fieldsOf(status, state, toPageTime, next));
    const attemptsLeft = result && last.attemptsLeft > 0 ? last.attemptsLeft - 1 : last.attemptsLeft;
    settle({ ...last, attemptsLeft, ...next });
  }

  function statusOrError() {
    return ask().then(
      (status) => ({ status }),
      (error) => ({ error }),
    );
  }

  return Object.freeze({
    get state() {
      return state;
    },
    subscribe(listener) {
      const entry = (next) => listener(next);
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    resume,
    start,
    resend: () => start(state.requestedMethod ?? state.method),
    verify,
    reset() {
      underWay = {};
      set({ step: "idle" });
    },
  });
}

/** Keeps what is known of a problem while the login stays where it is. */
function keepProblem(place, { step, rejection, mayHaveSent }) {
  return place.step === step ? { rejection, mayHaveSent, ...place } : place;
}

/** The later of a time and the end of a wait that begins now. */
function laterOf(time, waitMs) {
  const end = waitMs === undefined ? undefined : new Date(Date.now() + waitMs);
  return !end || time > end ? time : end;
}

function outcomeOf(promise) {
  return promise.then(
    (result) => ({ result }),
    (error) => ({ error }),
  );
}

/** A listener that throws must not keep the others from their notification. */
function notify(listener, state) {
  try {
    listener(state);
  } catch (error) {
    Promise.reject(error);
  }
}
