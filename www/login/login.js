import { element } from "../dom/element.js";
import { failureNotice } from "./failure-notice.js";
import { pinScreen } from "./pin-screen.js";
import { registerScreen } from "./register-screen.js";
import { signInScreen } from "./sign-in-screen.js";
import { signedInScreen } from "./signed-in-screen.js";

/** The login as a site would have it: one screen at a time. */
export function mountLogin(root, parts) {
  const { session, activity } = parts;
  const screens = {
    register: registerScreen(parts),
    "sign-in": signInScreen(parts),
    pin: pinScreen(parts),
    "signed-in": signedInScreen(parts),
  };
  const stage = element("div", { class: "screens" });
  const cancel = element("button", { type: "button", class: "quiet", onclick: activity.cancel }, "Cancel");
  const busy = element("p", { class: "busy", role: "status" }, element("span", {}, "Waiting for Verigator"), cancel);
  const address = element("span", { class: "address" });
  const header = element("header", {}, element("h2", { id: "login-title" }, "Corner Coffee"), address);
  root.append(header, stage, busy, failureNotice(parts));

  let shown;
  session.subscribe((value) => {
    const screen = screens[value.screen];
    address.textContent = `${value.fqdn ?? "coffee.example.com"}/${value.screen}`;
    screen.update(value);
    if (screen === shown) return;
    screen.enter?.();
    stage.replaceChildren(screen.node);
    // Only who is led from one screen to the next is led by the focus too, not who has just opened the page.
    if (shown) screen.focus.focus({ preventScroll: true });
    shown = screen;
  });
  activity.subscribe(({ isBusy }) => {
    busy.classList.toggle("shown", isBusy);
    cancel.hidden = !isBusy;
    stage.setAttribute("aria-busy", String(isBusy));
  });
}
