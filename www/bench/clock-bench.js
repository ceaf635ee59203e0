import { element } from "../dom/element.js";
import { onTick } from "../dom/tick.js";
import { asDay, asTime } from "../dom/times.js";

const secondMs = 1000;
const minuteMs = 60 * secondMs;

/** The clock that everything goes by: stopped, turned on, let run. */
export function clockBench({ clock }) {
  const time = element("time", { class: "clock" });
  const state = element("small");
  const toggle = element("button", { type: "button", onclick: () => (clock.isRunning ? clock.freeze() : clock.resume()) });
  const advance = (label, milliseconds) => element("button", { type: "button", onclick: () => clock.advance(milliseconds) }, label);
  const node = element(
    "fieldset",
    {},
    element("legend", {}, "Clock"),
    element("p", { class: "clock-line" }, time, " ", state),
    element(
      "p",
      { class: "actions" },
      toggle,
      advance("+30 s", 30 * secondMs),
      advance("+1 min", minuteMs),
      advance("+5 min", 5 * minuteMs),
    ),
    element("p", { class: "hint" }, "PINs live five minutes, the app's codes thirty seconds."),
  );

  function show() {
    time.textContent = asTime(clock.now());
    state.textContent = `${asDay(clock.now())}, ${clock.isRunning ? "running" : "standing still"}`;
  }

  onTick(show);
  clock.subscribe(() => {
    show();
    toggle.textContent = clock.isRunning ? "Freeze" : "Run";
  });
  return node;
}
