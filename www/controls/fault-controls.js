import { coalesceRuns } from "../state/store.js";
import { element } from "../ui/element.js";
import { describeFault, faults, frequencies, targets } from "./fault-options.js";

/** Creates the controls that inject faults, and the list of active faults. */
export function faultControls({ sandbox }) {
  const fault = selectField("fault", "Fault", faults);
  const target = selectField("fault-target", "Request", targets);
  const frequency = selectField("fault-frequency", "Frequency", frequencies);
  const list = element("ul", { class: "active-faults" });
  const clear = element("button", { type: "button", class: "quiet", onclick: () => sandbox.control("DELETE", "faults") }, "Clear all");

  const node = element(
    "fieldset",
    {},
    element("legend", {}, "Faults"),
    element("form", { onsubmit: inject }, fault.node, target.node, frequency.node, element("p", { class: "actions" }, element("button", {}, "Inject fault"), clear)),
    list,
  );

  function inject(event) {
    event.preventDefault();
    const { times, chance } = frequency.selected();
    const isRandom = chance !== undefined;
    const when = isRandom ? { chance } : { match: target.selected().match, times };
    return sandbox.control("POST", isRandom ? "faults/randomly" : "faults/next", { fault: fault.selected().fault, ...when });
  }

  const refresh = coalesceRuns(async () => {
    const { next, randomly } = await sandbox.control("GET", "faults");
    const active = [...next, ...randomly];
    list.replaceChildren(...active.map((one) => element("li", {}, describeFault(one))));
    list.hidden = clear.hidden = active.length === 0;
  });

  // Random faults apply to any request.
  frequency.select.addEventListener("change", () => (target.select.disabled = frequency.selected().chance !== undefined));
  for (const event of ["request", "reset", "change", "restored"]) sandbox.on(event, refresh);
  refresh();
  return node;
}

function selectField(id, label, choices) {
  const options = choices.map((choice, index) => element("option", { value: index }, choice.label));
  const select = element("select", { id }, options);
  const node = element("div", { class: "field" }, element("label", { for: id }, label), select);
  return { node, select, selected: () => choices[Number(select.value)] };
}
