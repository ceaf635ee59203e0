import { coalesceRuns } from "../state/store.js";
import { element } from "../ui/element.js";
import { formatDay, formatTime, onTick } from "../ui/time.js";
import { faultControls } from "./fault-controls.js";
import { stateControls } from "./state-controls.js";

const secondMs = 1000;
const minuteMs = 60 * secondMs;

const profiles = [
  { value: "docs", label: "As documented", description: "Create returns 201, delete returns no body." },
  { value: "sdk", label: "As the vendor's SDKs expect", description: "Create returns 200, delete returns {}." },
];

/** Mounts the Controls panel, which changes how the sandbox behaves. */
export function mountControls(root, context) {
  root.append(
    element("header", {}, element("h2", { id: "controls-title" }, "Controls")),
    element(
      "div",
      { class: "control-groups" },
      clockControls(context),
      faultControls(context),
      stateControls(context),
      profileControls(context),
    ),
  );
}

/** Creates the controls of the sandbox's clock: freeze, resume and advance. */
function clockControls({ clock, actionStatus: { guard } }) {
  const time = element("time", { class: "clock-time" });
  const state = element("small");
  const toggle = element("button", {
    type: "button",
    onclick: guard(() => (clock.isRunning ? clock.freeze() : clock.resume())),
  });
  const advance = (label, milliseconds) =>
    element("button", { type: "button", onclick: guard(() => clock.advance(milliseconds)) }, label);
  const buttons = [
    toggle,
    advance("+30 s", 30 * secondMs),
    advance("+1 min", minuteMs),
    advance("+5 min", 5 * minuteMs),
  ];
  const node = element(
    "fieldset",
    {},
    element("legend", {}, "Clock"),
    element("p", { class: "clock-line" }, time, " ", state),
    element("p", { class: "actions" }, buttons),
    element("p", { class: "hint" }, "PINs last 5 minutes, app codes 30 seconds."),
  );

  function render() {
    time.textContent = formatTime(clock.now());
    state.textContent = `${formatDay(clock.now())}, ${clock.isRunning ? "running" : "frozen"}`;
  }

  onTick(render);
  clock.subscribe(() => {
    render();
    toggle.textContent = clock.isRunning ? "Freeze" : "Resume";
  });
  return node;
}

/** Creates the choice between the two known behaviors of the API. */
function profileControls({ sandbox, actionStatus }) {
  const inputs = profiles.map(({ value }) =>
    element("input", { type: "radio", name: "profile", value, onchange: actionStatus.guard(() => choose(value)) }),
  );
  const labels = profiles.map(({ label, description }, index) =>
    element(
      "label",
      { class: "option" },
      inputs[index],
      element("span", {}, label, " ", element("small", {}, description)),
    ),
  );

  let current;

  async function choose(profile) {
    try {
      render(await sandbox.control("PUT", "profile", { profile }));
    } catch (error) {
      render({ profile: current });
      throw error;
    }
  }

  function render({ profile }) {
    current = profile;
    for (const input of inputs) input.checked = input.value === profile;
  }

  const refresh = coalesceRuns(async () => render(await sandbox.control("GET", "profile")));
  for (const event of ["request", "reset", "change", "restored"]) sandbox.on(event, refresh);
  refresh();
  return element("fieldset", {}, element("legend", {}, "API profile"), labels);
}
