import { element } from "../dom/element.js";
import { onTick } from "../dom/tick.js";

/** Sends another PIN, once the cool-down is over by the sandbox's clock. Without one a site pays for every impatient click. */
export function resendButton({ calls, session, clock }) {
  const node = element("button", { type: "button", class: "quiet", onclick: press });
  let isApp = false;

  function press() {
    if (secondsLeft() === 0) calls.start(session.value.requestedMethod ?? "sms");
  }

  function secondsLeft() {
    const { resendAt } = session.value;
    return isApp ? 0 : Math.max(0, Math.ceil(((resendAt ?? 0) - clock.now()) / 1000));
  }

  function show() {
    const seconds = secondsLeft();
    const waiting = `Send another in ${seconds} s${clock.isRunning ? "" : ", once the clock runs"}`;
    const label = seconds > 0 ? waiting : isApp ? "Ask the app again" : "Send another PIN";
    if (node.textContent !== label) node.textContent = label;
    // Not `disabled`: that would take the focus away from whoever waits on it.
    node.setAttribute("aria-disabled", String(seconds > 0));
  }

  function update(isByApp) {
    isApp = isByApp;
    show();
  }

  onTick(show);
  clock.subscribe(show);
  return { node, update };
}
