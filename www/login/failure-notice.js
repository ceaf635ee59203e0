import { element } from "../dom/element.js";
import { describeFailure } from "./failures.js";

/** Shows how the last call failed, with a way on. */
export function failureNotice({ activity, session }) {
  const notice = element("div", { class: "notice bad", role: "alert", hidden: true });

  activity.subscribe(({ error: failure }) => {
    notice.hidden = !failure;
    notice.replaceChildren(...(failure ? contents(failure) : []));
  });

  function contents({ error, again }) {
    const { title, advice, detail } = describeFailure(error);
    return [
      element("h4", {}, title),
      element("p", {}, advice),
      element("p", { class: "detail" }, detail),
      element("p", { class: "actions" }, waysOn(error, again)),
    ];
  }

  function waysOn({ code, retryable }, again) {
    const startOver = code === "no_such_resource" && button("Start over", goBack);
    return [startOver, retryable && button("Try again", again), button("Dismiss", () => {})];
  }

  /** What is gone may be the sign-in alone, or the account with it. */
  function goBack() {
    if (session.value.screen === "pin") session.update({ screen: "sign-in" });
    else session.startOver();
  }

  function button(label, act) {
    const onclick = () => {
      activity.dismiss();
      act();
    };
    return element("button", { type: "button", onclick }, label);
  }

  return notice;
}
