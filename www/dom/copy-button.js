import { announce } from "./announce.js";
import { element } from "./element.js";

/** A button that copies what `text` returns when it is pressed, and says so. `label` is what it says, `name` what it is for where the label alone is unclear. */
export function copyButton(label, text, name = label) {
  const button = element("button", { type: "button", class: "quiet", "aria-label": name, onclick: copy }, label);

  async function copy() {
    const copied = await navigator.clipboard.writeText(text()).then(() => true, () => false);
    button.textContent = copied ? "Copied" : "Could not copy";
    announce(copied ? `Copied: ${name}` : "The browser did not allow copying");
  }

  button.addEventListener("blur", restore);
  button.addEventListener("pointerleave", restore);

  function restore() {
    button.textContent = label;
  }

  return button;
}
