import { element, highlightStrings } from "../ui/element.js";
import { detailOf } from "./failure-notice.js";

const fields = ["step", "method", "requestedMethod", "attemptsLeft", "rejection", "mayHaveSent", "replacesEarlier"];

/** Creates the lines under the form for the visitor of this page: the state of the login, as the site's code sees it, and the error in it. */
export function loginState({ logins }) {
  const snapshot = element("code");
  const error = element("p", { class: "detail" });

  logins.subscribe(({ state }) => {
    const shown = fields.filter((name) => state[name] !== undefined);
    const texts = shown.map((name) => `${name}: ${JSON.stringify(state[name])}`);
    snapshot.replaceChildren("login.state = { ", ...highlightStrings(texts.join(", ")), " }");
    // A failure that the site finds itself has no details.
    error.hidden = !state.error?.name;
    error.textContent = error.hidden ? "" : detailOf(state.error);
  });
  return element("div", { class: "login-state" }, element("p", {}, snapshot), error);
}
