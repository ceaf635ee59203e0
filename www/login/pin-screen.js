import { redactPhoneNumber } from "../network-log/redact.js";
import { element } from "../ui/element.js";
import { pinField } from "./pin-field.js";
import { resendButton } from "./resend-button.js";

const rejectionMessages = {
  sms: {
    invalid: "That PIN is incorrect. Check the SMS and try again.",
    expired: "That PIN has expired. Request a new one.",
    throttled: "Too many incorrect PINs. Request a new one to continue.",
    unknown: "The API rejected that PIN without giving a reason.",
  },
  totp: {
    invalid: "That code is incorrect. Enter the current code from the app; each one works only once.",
    expired: "That code has expired. Start again to continue.",
    throttled: "Too many incorrect codes. Start again to continue.",
    unknown: "The API rejected that code without giving a reason.",
  },
};

/** Creates the screen that asks for the PIN and shows why one was rejected. */
export function pinScreen({ actions, session, callState, sandbox, clock }) {
  const heading = element("h3", { tabindex: "-1" });
  const instruction = element("span");
  const lead = element(
    "p",
    { class: "lead" },
    instruction,
    " ",
    element("a", { class: "phone-link", href: "#phone" }, "Go to phone"),
  );
  const fallback = fallbackNotice();
  const rejectionNotice = element("p", { class: "notice bad", id: "pin-rejection", role: "alert", hidden: true });
  const pin = pinField({ submit: (digits) => actions.verifyPin(digits) });
  const resend = resendButton({ actions, session, clock });
  const changeMethod = element("button", {
    type: "button",
    class: "quiet",
    onclick: () => session.update({ screen: "sign-in" }),
  });

  const node = element(
    "div",
    { class: "screen" },
    heading,
    fallback,
    lead,
    pin.node,
    rejectionNotice,
    element("p", { class: "actions" }, resend.node, changeMethod),
  );

  let pinLength = 6;
  let shownRejection;
  let shownLogin;

  // If they cannot be loaded, the start of the page says so.
  sandbox.settings
    .then(
      (settings) => (pinLength = settings.pinLength),
      () => {},
    )
    .then(() => update(session.value));

  function update({ api, rejection }) {
    const { login } = session;
    const { method, requestedMethod } = login;
    const isApp = method === "totp";
    const number = redactPhoneNumber(session.user?.phoneNumber ?? "");
    heading.textContent = isApp ? "Enter the code" : "Enter the PIN";
    instruction.textContent = isApp
      ? "Open the Verigator app on your phone to see the code."
      : `We sent an SMS to ${number}.`;
    changeMethod.textContent = api === "verigator" ? "Change method" : "Back";
    fallback.hidden = isApp || requestedMethod !== "totp";
    pin.update({ name: isApp ? "Code" : "PIN", digits: isApp ? 6 : pinLength });
    resend.render();
    // A PIN of an earlier login is of no use.
    if (login !== shownLogin) pin.clear();
    shownLogin = login;
    if (rejection !== shownRejection) showRejection(rejection, method);
  }

  function showRejection(rejection, method) {
    shownRejection = rejection;
    rejectionNotice.hidden = !rejection;
    rejectionNotice.textContent = rejection
      ? (rejectionMessages[method] ?? rejectionMessages.sms)[rejection.reason]
      : "";
    pin.setInvalid(rejection !== undefined);
  }

  callState.subscribe(({ isPending }) => pin.setPending(isPending));
  return { node, update, enter: pin.clear, focus: pin.input };
}

function fallbackNotice() {
  const text =
    "No phone with this number has the Verigator app, so Verigator sent an SMS instead. Its response says so: ";
  return element("p", { class: "notice", hidden: true }, text, element("code", {}, 'method: "sms"'), ".");
}
