import "../verigator/login/element.js";
import { element, highlightStrings } from "../ui/element.js";
import { detailOf } from "./failure-notice.js";

/** The length of the app's codes, and of PINs unless the sandbox was started with another. */
const defaultLength = 6;

/** The fields of a login's state that are shown. The others are times, which the form counts down to, and the error. */
const shownFields = [
  "step",
  "method",
  "requestedMethod",
  "attemptsLeft",
  "rejection",
  "mayHaveSent",
  "replacesEarlier",
];

/** Creates the place of the element `<verigator-login>`. Each login gets an element of its own, so that nobody types into the field of another user. */
export function secondFactor({ logins, session, sandbox }) {
  const node = element("div", { class: "second-factor" });
  let pinLength = defaultLength;
  let shown;

  // If they cannot be loaded, the start of the page says so.
  sandbox.settings
    .then(
      (settings) => (pinLength = settings.pinLength),
      () => {},
    )
    .then(() => setPinLength(logins.value.state));

  logins.subscribe(({ login, state }) => {
    if (login !== shown) node.replaceChildren(...(login ? [createForm(login)] : []));
    shown = login;
    setPinLength(state);
  });

  function createForm(login) {
    // Only the Verigator API has an app.
    const method = session.value.api === "verigator" ? undefined : "sms";
    const form = element("verigator-login", { method, onverified: goOn }, element("p", { class: "hint" }, "Loading…"));
    form.login = login;
    return form;
  }

  /** The event proves nothing: the site knows whom it has verified. */
  function goOn() {
    if (session.user?.verified) session.update({ screen: "signed-in" });
  }

  function setPinLength({ method }) {
    node.firstElementChild?.setAttribute("pin-length", method === "totp" ? defaultLength : pinLength);
  }

  return node;
}

/** Creates the lines under the form for the visitor of this page: the state of the login, as the site's code sees it, and the error in it. */
export function loginState({ logins }) {
  const snapshot = element("code");
  const error = element("p", { class: "detail" });

  logins.subscribe(({ state }) => {
    const shown = shownFields.filter((name) => state[name] !== undefined);
    const texts = shown.map((name) => `${name}: ${JSON.stringify(state[name])}`);
    snapshot.replaceChildren("login.state = { ", ...highlightStrings(texts.join(", ")), " }");
    // A failure that the site finds itself has no details.
    error.hidden = !state.error?.name;
    error.textContent = error.hidden ? "" : detailOf(state.error);
  });
  return element("div", { class: "login-state" }, element("p", {}, snapshot), error);
}

/** Fills a PIN in as the autofill of a phone would. Returns whether there is a field for it. */
export function fillPin(pin) {
  const field = document.querySelector("verigator-login")?.shadowRoot?.querySelector("[part=field]");
  if (!field || field.closest("[hidden]")) return false;
  // The field is read-only while a call is pending.
  if (field.readOnly) return true;
  field.focus();
  field.value = pin;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return true;
}
