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
  const button = element(
    "button",
    { type: "button", class: "quiet", "aria-label": name, onclick: copy, onblur: reset, onpointerleave: reset },
    label,
  );

  async function copy() {
    const isCopied = await writeToClipboard(getText());
    button.textContent = isCopied ? "Copied" : "Copy failed";
    notifyScreenReader(isCopied ? `Copied: ${name}` : "The browser blocked access to the clipboard");
  }

  function reset() {
    button.textContent = label;
  }

  return button;
}

/** Resolves to whether the text was copied. Browsers deny it without permission, and offer no clipboard without a secure context. */
async function writeToClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Creates a button for a destructive action: the first click asks for confirmation, a second one acts, unless both are a double click. */
export function confirmButton(label, confirmLabel, act, kind = "quiet danger") {
  const button = element("button", { type: "button", class: kind, onclick: press, onblur: reset }, label);
  let isConfirming = false;

  function press({ detail: clickCount }) {
    if (isConfirming) {
      if (clickCount > 1) return;
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
