import { element } from "../dom/element.js";
import { coalesced } from "../state/coalesced.js";
import { calls, describeFault, faults, occasions } from "./fault-choices.js";

/** What shall go wrong, and when. */
export function faultsBench({ sandbox }) {
  const fault = choiceOf("fault", "What goes wrong", faults);
  const call = choiceOf("fault-call", "With which call", calls);
  const occasion = choiceOf("fault-occasion", "How often", occasions);
  const list = element("ul", { class: "armed" });
  const clear = element("button", { type: "button", class: "quiet", onclick: () => sandbox.control("DELETE", "faults") }, "Clear all");

  const node = element(
    "fieldset",
    {},
    element("legend", {}, "Faults"),
    element("form", { onsubmit: arm }, fault.node, call.node, occasion.node, element("p", { class: "actions" }, element("button", {}, "Switch on"), clear)),
    list,
  );

  function arm(event) {
    event.preventDefault();
    const { times, chance } = occasion.chosen();
    const isRandom = chance !== undefined;
    const more = isRandom ? { chance } : { match: call.chosen().match, times };
    return sandbox.control("POST", isRandom ? "faults/randomly" : "faults/next", { fault: fault.chosen().fault, ...more });
  }

  const look = coalesced(async () => {
    const { next, randomly } = await sandbox.control("GET", "faults");
    const armed = [...next, ...randomly];
    list.replaceChildren(...armed.map((one) => element("li", {}, describeFault(one))));
    list.hidden = clear.hidden = armed.length === 0;
  });

  occasion.select.addEventListener("change", () => (call.select.disabled = occasion.chosen().chance !== undefined));
  for (const event of ["request", "reset", "change", "restored"]) sandbox.on(event, look);
  look();
  return node;
}

function choiceOf(id, label, choices) {
  const options = choices.map((choice, index) => element("option", { value: index }, choice.label));
  const select = element("select", { id }, options);
  const node = element("div", { class: "field" }, element("label", { for: id }, label), select);
  return { node, select, chosen: () => choices[Number(select.value)] };
}
