import { element } from "../dom/element.js";
import { maskPhoneNumber } from "../wire/mask.js";
import { describeRefusal } from "./failures.js";
import { pinField } from "./pin-field.js";
import { resendButton } from "./resend-button.js";

/** Asks for the PIN, and says why one was refused. */
export function pinScreen({ calls, session, sandbox, clock }) {
  const heading = element("h3", { tabindex: "-1" });
  const told = element("span");
  const lead = element("p", { class: "lead" }, told, " ", element("a", { class: "to-phone", href: "#phone" }, "See the phone"));
  const fallBack = fallBackNotice();
  const refusal = element("p", { class: "notice bad", id: "pin-refusal", role: "alert", hidden: true });
  const pin = pinField({ submit: (digits) => calls.verify(digits) });
  const resend = resendButton({ calls, session, clock });

  const node = element(
    "div",
    { class: "screen" },
    heading,
    fallBack,
    lead,
    pin.node,
    refusal,
    element(
      "p",
      { class: "actions" },
      resend.node,
      element("button", { type: "button", class: "quiet", onclick: () => session.update({ screen: "sign-in" }) }, "Another way"),
    ),
  );

  let shownRefusal;
  function update({ method, requestedMethod, refusal: refused }) {
    const isApp = method === "totp";
    const number = maskPhoneNumber(session.user?.phoneNumber ?? "");
    heading.textContent = isApp ? "Enter the app's code" : "Enter the PIN";
    told.textContent = isApp ? "Open Verigator on your phone. It shows a code for this site." : `We sent an SMS to ${number}.`;
    fallBack.hidden = isApp || requestedMethod !== "totp";
    pin.expect(isApp ? 6 : sandbox.settings.pinLength);
    resend.update(isApp);
    if (refused !== shownRefusal) showRefusal(refused, method);
  }

  function showRefusal(refused, method) {
    shownRefusal = refused;
    refusal.hidden = !refused;
    refusal.textContent = refused ? describeRefusal(refused.reason, method) : "";
    pin.refuse(refused !== undefined);
  }

  return { node, update, enter: pin.empty, focus: pin.input };
}

function fallBackNotice() {
  const text = "You asked for the app, but no phone with the app has this number. Verigator sent an SMS instead, and the answer says so: ";
  return element("p", { class: "notice", hidden: true }, text, element("code", {}, 'method: "sms"'), ".");
}
