import { element, setHidden } from "../ui/element.js";
import { apiNames } from "./api-choice.js";

const sideEffectAdvice = "Your request may have gone through.";

/** The title and advice for each error code, as a site would show them to its users. `API` stands for the name of the API. */
const messages = {
  invalid_invocation: ["Check your input", "A field is empty or has the wrong format."],
  invalid_data: ["Check your phone number", "It needs a plus sign, the country code, and 6 to 15 digits in total."],
  wrong_credentials: [
    "This site is misconfigured",
    "Its username or password for API is wrong. Please contact the site.",
  ],
  resource_forbidden: [
    "This site has no access",
    "Its account at API does not allow this request. Please contact the site.",
  ],
  no_such_resource: ["This site or account no longer exists", "It was removed in the meantime. Start over."],
  resource_already_exists: ["This email is already registered", "Sign in, or register with another one."],
  rate_limited: ["Too many requests", "Try again later."],
  internal: ["API is unavailable", "Try again in a moment."],
  unexpected_status: ["Unexpected response", "Try again. If the problem continues, please contact the site."],
  invalid_response: ["Invalid response", `The response was damaged or did not come from API. ${sideEffectAdvice}`],
  connection: ["Connection lost", sideEffectAdvice],
  timeout: ["Request timed out", sideEffectAdvice],
  canceled: ["Canceled", sideEffectAdvice],
  no_pin_field: ["Start a login first", "A PIN can be filled in once a login has been started."],
  redirect: ["Redirect blocked", "Following it would have sent the site's password to another address."],
};

/** Creates the notice that shows how the last call for an account failed and what the user can do about it. `focusScreen` focuses the screen above it. */
export function failureNotice({ callState, session }, focusScreen) {
  const notice = element("div", { class: "notice bad", role: "alert", hidden: true });

  callState.subscribe(({ failure }) => {
    setHidden(notice, !failure, focusScreen);
    notice.replaceChildren(...(failure ? contentOf(failure) : []));
  });

  function contentOf({ error, retry }) {
    const [title, advice] = messages[error.code] ?? [
      "Something went wrong in this page",
      "Reload the page. If the problem continues, please report it.",
    ];
    const named = (text) => text.replace("API", apiNames[session.value.api]);
    return [
      element("h4", {}, named(title)),
      element("p", {}, waitAdvice(error) ?? named(advice)),
      // A failure of the page itself has no details.
      ...(error.name ? [element("p", { class: "detail" }, detailOf(error))] : []),
      element("p", { class: "actions" }, actionsFor(error, retry)),
    ];
  }

  function actionsFor({ code, retryable }, retry) {
    const restart = code === "no_such_resource" && button("Start over", session.startOver);
    return [restart, retryable && button("Try again", retry), button("Dismiss", () => {})];
  }

  function button(label, act) {
    const onclick = () => {
      callState.dismiss();
      act();
    };
    return element("button", { type: "button", onclick }, label);
  }

  return notice;
}

/** Returns the advice for an error whose response said when to try again. */
function waitAdvice({ retryAfterMs }) {
  return retryAfterMs === undefined ? undefined : `Try again in ${Math.ceil(retryAfterMs / 1000)} s.`;
}

/** Returns the technical details. A real site would log them instead of showing them. */
export function detailOf({ name, status, serverMessage, message, attempts }) {
  const details = [
    name,
    status && `status ${status}`,
    attempts > 1 && `${attempts} attempts`,
    serverMessage ?? message,
  ];
  return details.filter(Boolean).join(" · ");
}
