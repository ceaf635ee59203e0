import { redactPhoneNumber } from "../network-log/redact.js";
import { confirmButton } from "../ui/buttons.js";
import { element, keyedList } from "../ui/element.js";
import { formatTime } from "../ui/time.js";
import { loginState, secondFactor } from "./second-factor.js";

/** Creates the screen that asks for the account and the second factor. */
export function signInScreen(context) {
  const { actions, session } = context;
  const heading = element("h3", { tabindex: "-1" }, "Sign in");
  const account = element("select", {
    id: "account",
    autocomplete: "username",
    onchange: () => session.choose(account.value),
  });
  const renderUsers = keyedList(
    account,
    ({ id }) => id,
    ({ id, username }) => ({ node: element("option", { value: id }, username) }),
  );
  const number = element("span");
  const showRegister = () => session.update({ screen: "register" });

  const node = element(
    "div",
    { class: "screen" },
    heading,
    element("label", { for: "account" }, "Account"),
    account,
    element(
      "p",
      { class: "lead" },
      "PINs go to ",
      number,
      ". ",
      element("a", { class: "phone-link", href: "#phone" }, "Go to phone"),
    ),
    secondFactor(context),
    loginState(context),
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
export function signedInScreen({ actions, session, logins }) {
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
    const { userId } = session.value;
    session.updateUser(userId, { login: undefined, verified: undefined });
    logins.clear();
    session.choose(userId);
  }

  function update() {
    const { username = "", verified } = session.user ?? {};
    heading.textContent = `Welcome, ${username}`;
    const proof = verified?.method === "totp" ? "a code from the Verigator app" : "a PIN sent by SMS";
    lead.textContent = verified ? `Verified at ${formatTime(verified.at)} with ${proof}.` : "";
  }

  return { node, update, focus: heading };
}

function deleteAccountButton(actions) {
  return confirmButton("Delete account", "Confirm deletion", () => actions.deleteAccount());
}
