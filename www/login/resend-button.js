import { element } from "../ui/element.js";
import { onTick } from "../ui/time.js";

/** Creates the button that requests a new PIN, disabled during the cooldown. */
export function resendButton({ actions, session, clock }) {
  const node = element("button", { type: "button", class: "quiet", onclick: press });
  const isApp = () => session.login.method === "totp";
  const cooldown = resendCooldown({ session, clock });

  function press() {
    if (isApp() || !cooldown.isActive()) actions.authenticate(session.login.requestedMethod ?? "sms");
  }

  function render() {
    const isWaiting = !isApp() && cooldown.isActive();
    const label = isWaiting ? `Resend ${cooldown.text()}` : isApp() ? "Start again" : "Send a new PIN";
    if (node.textContent !== label) node.textContent = label;
    // `disabled` would take the focus away from someone who waits on the button.
    node.setAttribute("aria-disabled", String(isWaiting));
  }

  onTick(render);
  clock.subscribe(render);
  return { node, render };
}

/** Creates a view of the time until the current user may request another SMS. */
export function resendCooldown({ session, clock }) {
  const secondsLeft = () => Math.max(0, Math.ceil(((session.login.resendAt ?? 0) - clock.now()) / 1000));

  return {
    isActive: () => secondsLeft() > 0,
    text: () => `in ${secondsLeft()} s${clock.isRunning ? "" : " (paused)"}`,
  };
}
