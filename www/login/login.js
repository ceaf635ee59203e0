import { element, setHidden } from "../ui/element.js";
import { apiChoice, apiNames } from "./api-choice.js";
import { failureNotice } from "./failure-notice.js";
import { registerScreen } from "./register-screen.js";
import { signInScreen, signedInScreen } from "./sign-in-screen.js";

/** Mounts the Login panel: the login page of a site, one screen at a time. */
export function mountLogin(root, context) {
  const { session, callState } = context;
  const screens = {
    register: registerScreen(context),
    "sign-in": signInScreen(context),
    "signed-in": signedInScreen(context),
  };
  const container = element("div", { class: "screens" });
  const cancel = element("button", { type: "button", class: "quiet", onclick: callState.cancel }, "Cancel");
  const waiting = element("span");
  const pending = element("p", { class: "pending", role: "status" }, waiting, cancel);
  const address = element("span", { class: "address" });
  const siteName = element("span", { class: "subtitle" }, "Corner Coffee");
  const header = element("header", {}, element("h2", { id: "login-title" }, "Login"), siteName, address);
  let current;
  let currentApi;
  const focusScreen = () => current.focus.focus({ preventScroll: true });
  root.append(header, apiChoice(context), container, pending, failureNotice(context, focusScreen));

  session.subscribe((value) => {
    const screen = screens[value.screen];
    waiting.textContent = `Waiting for ${apiNames[value.api]}…`;
    address.textContent = `${value.fqdn ?? "coffee.example.com"}/${value.screen}`;
    screen.update(value);
    if (screen === current && value.api === currentApi) return;
    screen.enter?.();
    container.replaceChildren(screen.node);
    // Neither the first screen takes the focus, since the visitor has only just opened the page, nor that of another API, which leaves it on the choice.
    const isChosen = currentApi === value.api;
    current = screen;
    currentApi = value.api;
    if (isChosen) focusScreen();
  });
  callState.subscribe(({ isPending }) => {
    pending.classList.toggle("shown", isPending);
    setHidden(cancel, !isPending, focusScreen);
    container.setAttribute("aria-busy", String(isPending));
  });
}
