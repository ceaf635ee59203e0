import { element } from "../dom/element.js";
import { keyedList } from "../dom/keyed-list.js";
import { maskPhoneNumber } from "../wire/mask.js";
import { deleteButton } from "./delete-button.js";

/** Who signs in, and how. */
export function signInScreen({ calls, session }) {
  const heading = element("h3", { tabindex: "-1" }, "Sign in");
  const who = element("select", { id: "who", autocomplete: "username", onchange: () => session.update({ userId: who.value }) });
  const showUsers = keyedList(who, ({ id }) => id, ({ id, username }) => ({ node: element("option", { value: id }, username) }));
  const number = element("span");
  const remove = deleteButton(calls);

  const node = element(
    "div",
    { class: "screen" },
    heading,
    element("label", { for: "who" }, "Account"),
    who,
    element("p", { class: "lead" }, "Confirm with the phone ", number, ":"),
    element(
      "div",
      { class: "choices" },
      choice("Text me a PIN", "By SMS, to any phone", () => calls.start("sms")),
      choice("Use the app", "A code of the Verigator app", () => calls.start("totp")),
    ),
    element(
      "p",
      { class: "actions" },
      element("button", { type: "button", class: "quiet", onclick: () => session.update({ screen: "register" }) }, "Register another"),
      remove,
    ),
  );

  function update({ users, userId }) {
    showUsers(users);
    who.value = userId ?? "";
    number.textContent = maskPhoneNumber(session.user?.phoneNumber ?? "");
  }

  return { node, update, focus: heading };
}

function choice(title, remark, onclick) {
  return element("button", { type: "button", class: "choice", onclick }, element("strong", {}, title), " ", element("small", {}, remark));
}
