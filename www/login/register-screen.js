import { element } from "../dom/element.js";

/** A new account: name and phone number. */
export function registerScreen({ calls, session }) {
  const username = element("input", { id: "username", name: "username", type: "email", autocomplete: "username", required: true, placeholder: "ada@example.com" });
  const phoneNumber = element("input", {
    id: "phone-number",
    name: "tel",
    type: "tel",
    autocomplete: "tel",
    required: true,
    placeholder: "+372 555 5555",
    "aria-describedby": "phone-number-hint",
  });
  const back = element("button", { type: "button", class: "quiet", onclick: () => session.update({ screen: "sign-in" }) }, "I have an account");

  const node = element(
    "form",
    { class: "screen", onsubmit: submit },
    element("h3", { tabindex: "-1" }, "Create an account"),
    element("p", { class: "lead" }, "Your phone will confirm that it is you. In this sandbox any number will do: no message leaves it."),
    element("label", { for: "username" }, "E-mail"),
    username,
    element("label", { for: "phone-number" }, "Phone number"),
    phoneNumber,
    element("p", { class: "hint", id: "phone-number-hint" }, "With its country prefix, as in +372 555 5555"),
    element("p", { class: "actions" }, element("button", { class: "primary" }, "Register"), back),
  );

  function submit(event) {
    event.preventDefault();
    calls.register(username.value.trim(), phoneNumber.value.trim());
  }

  function update({ users }) {
    back.hidden = users.length === 0;
  }

  function enter() {
    username.value = phoneNumber.value = "";
  }

  return { node, update, enter, focus: username };
}
