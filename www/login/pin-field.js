import { element } from "../dom/element.js";

/** One field for all digits: phones fill it in, a paste with spaces works, and the last digit sends it. */
export function pinField({ submit }) {
  let length = 6;
  const input = element("input", {
    id: "pin",
    name: "pin",
    class: "pin",
    type: "text",
    autocomplete: "one-time-code",
    inputmode: "numeric",
    spellcheck: "false",
    required: true,
    "aria-describedby": "pin-refusal",
    oninput: clean,
  });
  const node = element(
    "form",
    { class: "pin-form", onsubmit: send },
    element("label", { for: "pin" }, "PIN"),
    element("div", { class: "pin-row" }, input, element("button", { class: "primary" }, "Verify")),
  );

  function clean() {
    input.value = input.value.replace(/\D/g, "");
    if (input.value.length === length) submit(input.value);
  }

  function send(event) {
    event.preventDefault();
    submit(input.value);
  }

  function expect(digits) {
    length = digits;
    input.dataset.length = digits;
  }

  function empty() {
    input.value = "";
  }

  /** After a refusal the next digit typed takes the place of all. */
  function refuse(isRefused) {
    input.toggleAttribute("aria-invalid", isRefused);
    if (isRefused) input.setAttribute("aria-invalid", "true");
    if (isRefused) input.select();
  }

  return { node, input, expect, empty, refuse };
}
