import { element } from "../dom/element.js";

/** Deletes the account at the second press, so that none is lost by a slip. */
export function deleteButton(calls) {
  const button = element("button", { type: "button", class: "quiet danger", onclick: press, onblur: disarm });
  let isArmed;
  disarm();

  function press() {
    if (isArmed) {
      disarm();
      calls.deleteAccount();
    } else {
      isArmed = true;
      button.textContent = "Really delete it?";
    }
  }

  function disarm() {
    isArmed = false;
    button.textContent = "Delete my account";
  }

  return button;
}
