import { coalesceRuns } from "../state/store.js";
import { element, setHidden } from "../ui/element.js";

/** The faults that can be injected. */
const faults = [
  { label: "503 Service Unavailable", fault: { kind: "status", status: 503 } },
  { label: "503, Retry-After: 2 s", fault: { kind: "status", status: 503, headers: { "retry-after": "2" } } },
  { label: "429, Retry-After: 90 s", fault: { kind: "status", status: 429, headers: { "retry-after": "90" } } },
  { label: "500 Internal Server Error", fault: { kind: "status", status: 500 } },
  { label: "403 Forbidden", fault: { kind: "status", status: 403 } },
  { label: "401 Unauthorized", fault: { kind: "status", status: 401 } },
  { label: "418, unexpected status", fault: { kind: "status", status: 418 } },
  { label: "Connection lost", fault: { kind: "connection" } },
  { label: "Delay of 3 s", fault: { kind: "delay", milliseconds: 3000 } },
  { label: "No response", fault: { kind: "hang" } },
  { label: "Malformed JSON", fault: { kind: "malformed" } },
  { label: "Truncated response", fault: { kind: "truncated" } },
  { label: "Redirect to another host", fault: { kind: "redirect", location: "https://elsewhere.example/" } },
];

const anyRequest = { label: "any request", match: {} };

/** The requests of the login that a fault can be limited to, at the Verigator API. */
const verigatorTargets = [
  anyRequest,
  { label: "create service", match: { method: "POST", path: { pattern: "/service/service$", flags: "" } } },
  { label: "register user", match: { method: "POST", path: { pattern: "/users$", flags: "" } } },
  { label: "send PIN", match: { method: "POST", path: { pattern: "/auth$", flags: "" } } },
  { label: "verify PIN", match: { method: "PUT", path: { pattern: "/auth$", flags: "" } } },
  { label: "delete user", match: { method: "DELETE", path: { pattern: "/users/[^/]+$", flags: "" } } },
];

/** The same at the Number Verification API. */
const numberVerificationTargets = [
  anyRequest,
  { label: "send PIN", match: { method: "POST", path: { pattern: "/verify/start$", flags: "" } } },
  { label: "verify PIN", match: { method: "POST", path: { pattern: "/verify/pin$", flags: "" } } },
];

const targets = [...verigatorTargets, ...numberVerificationTargets];

/** How often a fault occurs: a number of times, or at random. */
const frequencies = [
  { label: "once", times: 1 },
  { label: "twice", times: 2 },
  { label: "three times", times: 3 },
  { label: "always", times: Number.MAX_SAFE_INTEGER },
  { label: "randomly, 1 in 3 requests", chance: 1 / 3 },
];

/** Creates the controls that inject faults, and the list of active faults. */
export function faultControls({ sandbox, session, actionStatus: { guard } }) {
  const fault = selectField("fault", "Fault", faults);
  const target = selectField("fault-target", "Request", verigatorTargets);
  const frequency = selectField("fault-frequency", "Frequency", frequencies);
  const list = element("ul", { class: "active-faults" });
  const add = element("button", {}, "Inject fault");
  const clear = element(
    "button",
    { type: "button", class: "quiet", onclick: guard(() => sandbox.control("DELETE", "faults")) },
    "Clear all",
  );

  const node = element(
    "fieldset",
    {},
    element("legend", {}, "Faults"),
    element(
      "form",
      { onsubmit: onSubmit },
      fault.node,
      target.node,
      frequency.node,
      element("p", { class: "actions" }, add, clear),
    ),
    list,
  );

  function onSubmit(event) {
    event.preventDefault();
    inject();
  }

  const inject = guard(() => {
    const { times, chance } = frequency.selected();
    const isRandom = chance !== undefined;
    const when = isRandom ? { chance } : { match: target.selected().match, times };
    return sandbox.control("POST", isRandom ? "faults/randomly" : "faults/next", {
      fault: fault.selected().fault,
      ...when,
    });
  });

  const refresh = coalesceRuns(async () => {
    const { next, randomly } = await sandbox.control("GET", "faults");
    const active = [...next, ...randomly];
    list.replaceChildren(...active.map((one) => element("li", {}, describeFault(one))));
    list.hidden = active.length === 0;
    setHidden(clear, active.length === 0, () => add.focus());
  });

  let shownApi = "verigator";
  session.subscribe(({ api }) => {
    if (api !== shownApi) target.offer(api === "verigator" ? verigatorTargets : numberVerificationTargets);
    shownApi = api;
  });
  // Random faults apply to any request.
  frequency.select.addEventListener(
    "change",
    () => (target.select.disabled = frequency.selected().chance !== undefined),
  );
  for (const event of ["request", "reset", "change", "restored"]) sandbox.on(event, refresh);
  refresh();
  return node;
}

function selectField(id, label, choices) {
  const select = element("select", { id });
  const node = element("div", { class: "field" }, element("label", { for: id }, label), select);
  let offered;

  function offer(choices) {
    offered = choices;
    select.replaceChildren(...choices.map((choice, index) => element("option", { value: index }, choice.label)));
  }

  offer(choices);
  return { node, select, offer, selected: () => offered[Number(select.value)] };
}

/** Describes an active fault as the sandbox reports it. */
function describeFault({ fault, match, times, chance }) {
  const name =
    faults.find((option) => isEqual(option.fault, fault))?.label ??
    (fault.kind === "status" ? `status ${fault.status}` : fault.kind);
  if (chance !== undefined) return `${name}: 1 in ${Math.round(1 / chance)} requests`;
  const target = targets.find((option) => isEqual(option.match, match))?.label ?? "some requests";
  return `${name}: ${target}, ${times > 1000 ? "always" : `${times} left`}`;
}

/** Compares two JSON values, ignoring the order of fields. */
function isEqual(one, other) {
  return canonicalJson(one) === canonicalJson(other);
}

function canonicalJson(value) {
  return JSON.stringify(value, (_, inner) =>
    inner instanceof Object ? Object.fromEntries(Object.entries(inner).sort()) : inner,
  );
}
