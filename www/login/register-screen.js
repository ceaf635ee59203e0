import { element } from "../ui/element.js";

/** Creates the screen that registers an account by email and phone number. */
export function registerScreen({ actions, session }) {
  const username = element("input", {
    id: "username",
    name: "username",
    type: "email",
    autocomplete: "username",
    required: true,
    placeholder: "ada@example.com",
  });
  const phoneNumber = element("input", {
    id: "phone-number",
    name: "tel",
    type: "tel",
    autocomplete: "tel",
    required: true,
    placeholder: "+372 555 5555",
    "aria-describedby": "phone-number-hint",
  });
  const showSignIn = () => session.update({ screen: "sign-in" });
  const signIn = element("button", { type: "button", class: "quiet", onclick: showSignIn }, "Sign in instead");

  const node = element(
    "form",
    { class: "screen", onsubmit: onSubmit },
    element("h3", { tabindex: "-1" }, "Create an account"),
    element("p", { class: "lead" }, "Use any phone number: the sandbox sends no real SMS."),
    element("label", { for: "username" }, "Email"),
    username,
    element("label", { for: "phone-number" }, "Phone number"),
    phoneNumber,
    element("p", { class: "hint", id: "phone-number-hint" }, "Start with the country code, e.g. +372 555 5555"),
    element("p", { class: "actions" }, element("button", { class: "primary" }, "Register"), signIn),
  );

  function onSubmit(event) {
    event.preventDefault();
    actions.register(username.value.trim(), phoneNumber.value.trim());
  }

  function update({ users }) {
    signIn.hidden = users.length === 0;
  }

  function enter() {
    username.value = phoneNumber.value = "";
  }

  return { node, update, enter, focus: username };
}
