import { copyButton } from "../ui/buttons.js";
import { element, svgElement } from "../ui/element.js";
import { onTick } from "../ui/time.js";

const codePeriodMs = 30_000;
const circumference = 100;

/** Creates the card of an account in the Verigator app: its current code and how long that is valid. */
export function accountCard({ userId, service, username }, { sandbox, clock, fillPin, phoneSelection, actionStatus }) {
  let current = { code: "", expiresAt: 0 };
  const ring = countdownRing();
  const fill = () => fillPin(current.code);
  const code = element("button", {
    type: "button",
    class: "one-time-code",
    title: "Fill in on the login page",
    onclick: fill,
  });
  const node = element(
    "li",
    { class: "account" },
    element("p", { class: "sender" }, element("strong", {}, service), " ", username),
    element("div", { class: "code-row" }, code, ring.node),
    element(
      "div",
      { class: "actions" },
      element("button", { type: "button", class: "quiet", onclick: fill }, "Fill in"),
      copyButton("Copy", () => current.code, "Copy the code"),
      qrCode({ sandbox, phoneSelection, actionStatus, userId, username }),
    ),
  );

  function update({ code: digits, validForMs }) {
    current = { code: digits, expiresAt: clock.now() + validForMs };
    code.textContent = `${digits.slice(0, 3)} ${digits.slice(3)}`;
    renderCountdown();
  }

  function renderCountdown() {
    ring.update(Math.max(0, current.expiresAt - clock.now()));
  }

  onTick(() => node.isConnected && renderCountdown());
  return { node, update };
}

/** Creates a ring that shrinks as a code runs out, with the remaining seconds inside. */
function countdownRing() {
  const circle = { cx: 18, cy: 18, r: 15.9155 };
  const remaining = svgElement("circle", {
    class: "remaining",
    ...circle,
    pathLength: circumference,
    transform: "rotate(-90 18 18)",
  });
  const seconds = svgElement("text", { x: 18, y: 18 });
  const node = svgElement(
    "svg",
    { class: "ring", viewBox: "0 0 36 36", role: "img" },
    svgElement("circle", { class: "track", ...circle }),
    remaining,
    seconds,
  );

  function update(remainingMs) {
    const left = Math.ceil(remainingMs / 1000);
    if (seconds.textContent === String(left)) return;
    seconds.textContent = left;
    remaining.setAttribute("stroke-dasharray", `${(remainingMs / codePeriodMs) * circumference} ${circumference}`);
    node.classList.toggle("expiring", left <= 5);
    node.setAttribute("aria-label", `Valid for ${left} s`);
  }

  return { node, update };
}

/** Creates the disclosure with the account's QR code, which an authenticator app can scan. The image is loaded when it is first opened. */
function qrCode({ sandbox, phoneSelection, actionStatus, userId, username }) {
  const container = element("div", { class: "qr" });
  const node = element("details", { ontoggle: actionStatus.guard(load) }, element("summary", {}, "QR code"), container);

  async function load() {
    if (!node.open || container.hasChildNodes()) return;
    const path = `devices/${encodeURIComponent(phoneSelection.value.number)}/qr-codes/${encodeURIComponent(userId)}`;
    const image = new DOMParser().parseFromString(await sandbox.control("GET", path), "image/svg+xml").documentElement;
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", `QR code for the account of ${username}`);
    container.replaceChildren(
      document.adoptNode(image),
      element("p", { class: "hint" }, "Scan it with any authenticator app."),
    );
  }

  return node;
}
