import { element } from "../dom/element.js";

/** The account's key URI, for a real authenticator to scan. Fetched when it is first looked at. */
export function qrCode({ sandbox, whose, userId, username }) {
  const place = element("div", { class: "qr" });
  const node = element("details", { ontoggle: show }, element("summary", {}, "QR code"), place);

  async function show() {
    if (!node.open || place.hasChildNodes()) return;
    const path = `devices/${encodeURIComponent(whose.value.number)}/qr-codes/${encodeURIComponent(userId)}`;
    const image = new DOMParser().parseFromString(await sandbox.control("GET", path), "image/svg+xml").documentElement;
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", `QR code of ${username}'s account, for an authenticator app`);
    place.replaceChildren(document.adoptNode(image), element("p", { class: "hint" }, "Any authenticator app can scan it."));
  }

  return node;
}
