import { redactPhoneNumber } from "../network-log/redact.js";
import { confirmButton } from "../ui/buttons.js";
import { element, keyedList } from "../ui/element.js";
import { formatTime, onTick } from "../ui/time.js";
import { resendCooldown } from "./resend-button.js";

/** Creates the screen that asks for the account and the authentication method. */
export function signInScreen({ actions, session, clock }) {
  const heading = element("h3", { tabindex: "-1" }, "Sign in");
  const account = element("select", {
    id: "account",
    autocomplete: "username",
    onchange: () => session.update({ userId: account.value }),
  });
  const renderUsers = keyedList(
    account,
    ({ id }) => id,
    ({ id, username }) => ({ node: element("option", { value: id }, username) }),
  );
  const number = element("span");
  const sms = smsButton({ actions, session, clock });
  const enterPin = methodButton("I got a PIN", "Continue the login that you started", () => actions.enterPin());
  const app = methodButton("Use the app", "With a code from the Verigator app", () => actions.authenticate("totp"));
  const showRegister = () => session.update({ screen: "register" });

  const node = element(
    "div",
    { class: "screen" },
    heading,
    element("label", { for: "account" }, "Account"),
    account,
    element("p", { class: "lead" }, "Verify that it's you with ", number, "."),
    element("div", { class: "methods" }, enterPin, sms.node, app),
    element(
      "p",
      { class: "actions" },
      element("button", { type: "button", class: "quiet", onclick: showRegister }, "Create account"),
      deleteAccountButton(actions),
    ),
  );

  function update({ api, users, userId }) {
    renderUsers(users);
    // Only the Verigator API has an app.
    app.hidden = api !== "verigator";
    account.value = userId ?? "";
    enterPin.hidden = !session.login.method;
    sms.render();
    number.textContent = redactPhoneNumber(session.user?.phoneNumber ?? "");
  }

  return { node, update, focus: heading };
}

/** Creates the screen that welcomes the user after a successful verification. */
export function signedInScreen({ actions, session }) {
  const heading = element("h3", { tabindex: "-1" });
  const lead = element("p", { class: "lead" });

  const node = element(
    "div",
    { class: "screen signed-in" },
    element("p", { class: "check-mark", "aria-hidden": "true" }, "✓"),
    heading,
    lead,
    element(
      "p",
      { class: "actions" },
      element("button", { type: "button", class: "primary", onclick: signOut }, "Sign out"),
      deleteAccountButton(actions),
    ),
  );

  function signOut() {
    session.updateLogin(session.value.userId, undefined);
    session.update({ screen: "sign-in", verifiedAt: undefined });
  }

  function update({ verifiedAt }) {
    heading.textContent = `Welcome, ${session.user?.username ?? ""}`;
    const proof = session.login.method === "totp" ? "a code from the Verigator app" : "a PIN sent by SMS";
    lead.textContent = verifiedAt ? `Verified at ${formatTime(verifiedAt)} with ${proof}.` : "";
  }

  return { node, update, focus: heading };
}

/** Creates the button that requests a PIN by SMS, disabled during the cooldown. */
function smsButton({ actions, session, clock }) {
  const node = methodButton("Text me a PIN", "", () => cooldown.isActive() || actions.authenticate("sms"));
  const description = node.querySelector("small");
  const cooldown = resendCooldown({ session, clock });

  function render() {
    const isWaiting = cooldown.isActive();
    const text = isWaiting ? `Another one ${cooldown.text()}` : "By SMS, to any phone";
    if (description.textContent !== text) description.textContent = text;
    node.setAttribute("aria-disabled", String(isWaiting));
  }

  onTick(render);
  clock.subscribe(render);
  return { node, render };
}

function methodButton(title, description, onclick) {
  return element(
    "button",
    { type: "button", class: "method-button", onclick },
    element("strong", {}, title),
    " ",
    element("small", {}, description),
  );
}

function deleteAccountButton(actions) {
  return confirmButton("Delete account", "Confirm deletion", () => actions.deleteAccount());
}
