import { copyButton } from "../dom/copy-button.js";
import { element } from "../dom/element.js";
import { onTick } from "../dom/tick.js";
import { countdownRing } from "./countdown-ring.js";
import { qrCode } from "./qr-code.js";

/** An account in the app: the code of now, and how long it is good yet. */
export function accountCard({ userId, service, username }, { sandbox, clock, fillPin, whose }) {
  let current = { code: "", endsAt: 0 };
  const ring = countdownRing();
  const code = element("button", { type: "button", class: "code", title: "Fill it into the login", onclick: () => fillPin(current.code) });
  const node = element(
    "li",
    { class: "account" },
    element("p", { class: "sender" }, element("strong", {}, service), " ", username),
    element("div", { class: "code-row" }, code, ring.node),
    element(
      "div",
      { class: "actions" },
      element("button", { type: "button", class: "quiet", onclick: () => fillPin(current.code) }, "Fill in"),
      copyButton("Copy", () => current.code, "Copy the code"),
      qrCode({ sandbox, whose, userId, username }),
    ),
  );

  function update({ code: digits, validForMs }) {
    current = { code: digits, endsAt: clock.now() + validForMs };
    code.textContent = `${digits.slice(0, 3)} ${digits.slice(3)}`;
    runDown();
  }

  function runDown() {
    ring.show(Math.max(0, current.endsAt - clock.now()));
  }

  onTick(() => node.isConnected && runDown());
  return { node, update };
}
