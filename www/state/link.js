import { removeItem } from "./store.js";

/** The parts of a link to this page, which are in the fragment of its URL: `#login=sms&fault=503`. `expected` is shown if a value is not known. */
const parts = {
  /** A user whose login has been started: by SMS, by the app, or by the app on a phone that lacks it. */
  login: { isKnown: oneOf("sms", "app", "fallback"), expected: "sms, app or fallback" },
  /** The fault of the next request: a status, or another kind. */
  fault: {
    isKnown: (value) => /^[45]\d\d$/.test(value) || value in kinds,
    expected: "a status from 400 to 599, connection, hang, malformed or truncated",
  },
  /** The seconds by which the clock is advanced after that. */
  clock: { isKnown: (value) => /^\d{1,6}$/.test(value), expected: "a number of seconds with at most six digits" },
  gateway: { isKnown: oneOf("on"), expected: "on" },
  api: { isKnown: oneOf("verigator", "number-verification"), expected: "verigator or number-verification" },
  profile: { isKnown: oneOf("docs", "sdk"), expected: "docs or sdk" },
  panel: {
    isKnown: oneOf("login", "phone", "network-log", "code", "controls"),
    expected: "login, phone, network-log, code or controls",
  },
};

const kinds = {
  __proto__: null,
  connection: "connection",
  hang: "hang",
  malformed: "malformed",
  truncated: "truncated",
};

function oneOf(...values) {
  return (value) => values.includes(value);
}

/**
 * Reads the link of a URL's fragment. Returns undefined if it asks for nothing, like `#phone`. The problems never quote the link, so that nobody can
 * make the page say something.
 */
export function readLink(fragment) {
  if (!fragment.includes("=")) return undefined;
  const given = [...new URLSearchParams(fragment.replace(/^#/, ""))];
  const wanted = {};
  const problems = new Set();
  for (const [name, value] of given) {
    if (!Object.hasOwn(parts, name)) problems.add("it has a part that this page does not know");
    else if (given.filter(([other]) => other === name).length > 1) problems.add(`it has ${name} twice`);
    else if (!parts[name].isKnown(value)) problems.add(`${name} takes ${parts[name].expected}`);
    else wanted[name] = value;
  }
  if (wanted.api === "number-verification" && ["app", "fallback"].includes(wanted.login)) {
    problems.add("number-verification has no app");
    delete wanted.login;
  }
  return { wanted, problems: [...problems] };
}

/** Forgets the last visit, so that a link always opens the same state. */
export function forgetVisit() {
  for (const item of ["sandbox", "session", "network-log", "gateway-mode"]) removeItem(item);
}

const user = { username: "ada@example.com", phoneNumber: "+372 555 5501" };

/** Brings the page into the state that a link asks for, as a visitor would do it. */
export async function applyLink(
  { api, login, fault, clock: seconds, gateway, profile, panel },
  { sandbox, clock, session, gatewayMode, actions, logins },
) {
  if (api) session.chooseApi(api);
  if (profile) await sandbox.control("PUT", "profile", { profile });
  if (gateway) gatewayMode.update({ isEnabled: true });
  if (login === "app") await sandbox.control("PUT", `devices/${encodeURIComponent(user.phoneNumber)}`);
  if (login) {
    await actions.register(user.username, user.phoneNumber);
    await logins.value.login?.start(login === "sms" ? "sms" : "totp");
  }
  if (seconds) await clock.advance(Number(seconds) * 1000);
  if (fault) await sandbox.control("POST", "faults/next", { fault: toFault(fault), match: {}, times: 1 });
  if (panel) showPanel(document.getElementById(panel));
}

function toFault(value) {
  return kinds[value] ? { kind: kinds[value] } : { kind: "status", status: Number(value) };
}

function showPanel(panel) {
  panel.tabIndex = -1;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "start" });
}
