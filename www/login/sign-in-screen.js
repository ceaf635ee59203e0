import { redactPhoneNumber } from "../network-log/redact.js";
import { confirmButton } from "../ui/buttons.js";
import { element, keyedList } from "../ui/element.js";
import { formatTime } from "../ui/time.js";

/** Creates the screen that asks for the account and the authentication method. */
export function signInScreen({ actions, session }) {
  const heading = element("h3", { tabindex: "-1" }, "Sign in");
  const account = element("select", { id: "account", autocomplete: "username", onchange: () => session.update({ userId: account.value }) });
  const renderUsers = keyedList(account, ({ id }) => id, ({ id, username }) => ({ node: element("option", { value: id }, username) }));
  const number = element("span");
  const showRegister = () => session.update({ screen: "register" });

  const node = element(
    "div",
    { class: "screen" },
    heading,
    element("label", { for: "account" }, "Account"),
    account,
    element("p", { class: "lead" }, "Verify that it's you with ", number, "."),
    element(
      "div",
      { class: "methods" },
      methodButton("Text me a PIN", "By SMS, to any phone", () => actions.authenticate("sms")),
      methodButton("Use the app", "With a code from the Verigator app", () => actions.authenticate("totp")),
    ),
    element(
      "p",
      { class: "actions" },
      element("button", { type: "button", class: "quiet", onclick: showRegister }, "Create account"),
      deleteAccountButton(actions),
    ),
  );

  function update({ users, userId }) {
    renderUsers(users);
    account.value = userId ?? "";
    number.textContent = redactPhoneNumber(session.user?.phoneNumber ?? "");
  }

  return { node, update, focus: heading };
}

/** Creates the screen that welcomes the user after a successful verification. */
export function signedInScreen({ actions, session }) {
  const heading = element("h3", { tabindex: "-1" });
  const lead = element("p", { class: "lead" });
  const signOut = () => session.update({ screen: "sign-in", verifiedAt: undefined, method: undefined, requestedMethod: undefined });

  const node = element(
    "div",
    { class: "screen signed-in" },
    element("p", { class: "check-mark", "aria-hidden": "true" }, "✓"),
    heading,
    lead,
    element("p", { class: "actions" }, element("button", { type: "button", class: "primary", onclick: signOut }, "Sign out"), deleteAccountButton(actions)),
  );

  function update({ method, verifiedAt }) {
    heading.textContent = `Welcome, ${session.user?.username ?? ""}`;
    const proof = method === "totp" ? "a code from the Verigator app" : "a PIN sent by SMS";
    lead.textContent = verifiedAt ? `Verified at ${formatTime(verifiedAt)} with ${proof}.` : "";
  }

  return { node, update, focus: heading };
}

function methodButton(title, description, onclick) {
  return element("button", { type: "button", class: "method-button", onclick }, element("strong", {}, title), " ", element("small", {}, description));
}

function deleteAccountButton(actions) {
  return confirmButton("Delete account", "Confirm deletion", () => actions.deleteAccount());
}
