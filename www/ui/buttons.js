import { element } from "./element.js";

/** Makes screen readers read a text about something that changed elsewhere on the page. */
export function notifyScreenReader(text) {
  document.getElementById("live-region").textContent = text;
}

/**
 * Creates a button that copies the text returned by `getText` and confirms it. `name` is the accessible name where the label alone would be
 * ambiguous.
 */
export function copyButton(label, getText, name = label) {
  const button = element("button", { type: "button", class: "quiet", "aria-label": name, onclick: copy, onblur: reset, onpointerleave: reset }, label);

  async function copy() {
    const isCopied = await navigator.clipboard.writeText(getText()).then(() => true, () => false);
    button.textContent = isCopied ? "Copied" : "Copy failed";
    notifyScreenReader(isCopied ? `Copied: ${name}` : "The browser blocked access to the clipboard");
  }

  function reset() {
    button.textContent = label;
  }

  return button;
}

/** Creates a button for a destructive action: the first click asks for confirmation, the second one acts. */
export function confirmButton(label, confirmLabel, act) {
  const button = element("button", { type: "button", class: "quiet danger", onclick: press, onblur: reset }, label);
  let isConfirming = false;

  function press() {
    if (isConfirming) {
      reset();
      act();
    } else {
      isConfirming = true;
      button.textContent = confirmLabel;
    }
  }

  function reset() {
    isConfirming = false;
    button.textContent = label;
  }

  return button;
}
