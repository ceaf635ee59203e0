import { element } from "../ui/element.js";
import { normalizePin } from "../verigator/normalize-pin.js";

/** Creates the PIN form: one field that accepts autofill, pasted spaces and the digits of any script, and submits itself after the last digit. */
export function pinField({ submit }) {
  let length = 6;
  /** The value that was rejected, until the input changes. Submitting it again would only spend a PIN attempt. */
  let rejected;
  const input = element("input", {
    id: "pin",
    name: "pin",
    class: "pin",
    type: "text",
    autocomplete: "one-time-code",
    inputmode: "numeric",
    spellcheck: "false",
    required: true,
    "aria-describedby": "pin-rejection",
    oninput: onInput,
    oncompositionend: onInput,
  });
  const label = element("label", { for: "pin" });
  const node = element(
    "form",
    { class: "pin-form", onsubmit: onSubmit },
    label,
    element("div", { class: "pin-row" }, input, element("button", { class: "primary" }, "Verify")),
  );

  function onInput(event) {
    // An input method, e.g. for Japanese, replaces its own text until the composition ends.
    if (event.isComposing) return;
    rejected = undefined;
    input.value = normalizePin(input.value).replace(/\D/g, "");
    if (input.value.length === length) submit(input.value);
  }

  function onSubmit(event) {
    event.preventDefault();
    if (input.value !== rejected) return submit(input.value);
    input.focus();
    input.select();
  }

  function update({ name, digits }) {
    label.textContent = name;
    length = digits;
  }

  function clear() {
    input.value = "";
    rejected = undefined;
  }

  /** Keeps the field as it was sent while a call is pending. */
  function setPending(isPending) {
    input.readOnly = isPending;
  }

  /** Marks the field as invalid or valid. An invalid PIN is selected, so that the next digit typed replaces it. */
  function setInvalid(isInvalid) {
    if (isInvalid) {
      rejected = input.value;
      input.setAttribute("aria-invalid", "true");
      input.select();
    } else {
      input.removeAttribute("aria-invalid");
    }
  }

  return { node, input, update, clear, setPending, setInvalid };
}
