import { coalesceRuns } from "../state/store.js";
import { notifyScreenReader } from "../ui/buttons.js";
import { element } from "../ui/element.js";
import { formatShortTime, onTick } from "../ui/time.js";
import { createPhoneSelection, phoneSelect } from "./phone-selection.js";
import { appTab, messagesTab } from "./tabs.js";

/** Mounts the Phone panel: the user's SMS messages and Verigator app, as the sandbox has them. */
export function mountPhone(root, context) {
  const { sandbox, clock } = context;
  const phoneSelection = createPhoneSelection(context);
  const messages = messagesTab(context);
  const app = appTab({ ...context, phoneSelection });
  const tabs = createTabs("Apps on the phone", [
    { id: "messages", title: "Messages", node: messages.node },
    { id: "app", title: "Verigator", node: app.node },
  ]);
  const time = element("time");
  root.append(...phoneFrame({ time, select: phoneSelect(phoneSelection), panels: [messages.node, app.node], tabs }));

  let codesExpireAt = Infinity;
  const refresh = coalesceRuns(async () => {
    const { number } = phoneSelection.value;
    root.classList.toggle("off", !number);
    const content = await loadPhone(sandbox, number);
    messages.update(content.messages);
    app.update(content.device);
    codesExpireAt = clock.now() + content.codesValidForMs;
  });

  function updateTime() {
    time.textContent = formatShortTime(clock.now());
    if (clock.now() >= codesExpireAt) refresh();
  }

  showArrivals({ sandbox, phoneSelection, tabs });
  phoneSelection.subscribe(refresh);
  clock.subscribe(() => {
    updateTime();
    refresh();
  });
  onTick(updateTime);
  return phoneSelection.refresh();
}

/** Loads the messages and the app of a phone number, and how long the app's codes are still valid. */
async function loadPhone({ control }, number) {
  if (!number) return { messages: [], device: undefined, codesValidForMs: Infinity };
  const encoded = encodeURIComponent(number);
  const [{ messages }, { phoneNumbers }] = await Promise.all([
    control("GET", `inbox?to=${encoded}`),
    control("GET", "devices"),
  ]);
  const device = phoneNumbers.includes(number) ? await control("GET", `devices/${encoded}`) : undefined;
  return { messages, device, codesValidForMs: device?.accounts[0]?.validForMs ?? Infinity };
}

function phoneFrame({ time, select, panels, tabs }) {
  const noPhone = element("p", { class: "empty no-phone" }, "Register with any phone number to see its phone here.");
  const statusBar = element("div", { class: "status-bar" }, time, select);
  const device = element(
    "div",
    { class: "device" },
    statusBar,
    element("div", { class: "display" }, noPhone, panels),
    tabs.node,
  );
  return [element("h2", { id: "phone-title" }, "Phone"), device];
}

/** Switches to the phone and tab where a message or push has just arrived. */
function showArrivals({ sandbox, phoneSelection, tabs }) {
  sandbox.on("sms", ({ service, to, pin, text }) => {
    notifyScreenReader(`SMS from ${service}: ${text.split("\n")[0].replace(pin, [...pin].join(" "))}`);
    phoneSelection.select(to);
    tabs.show("messages");
  });
  sandbox.on("push", ({ service, phoneNumber }) => {
    notifyScreenReader(`The Verigator app shows a code for ${service}`);
    phoneSelection.select(phoneNumber);
    tabs.show("app");
  });
  for (const event of ["sms", "push", "request", "reset", "change", "restored"])
    sandbox.on(event, phoneSelection.refresh);
}

/** Creates a tab list for the given panels. The arrow keys switch between the tabs. */
function createTabs(label, panels) {
  const tabs = panels.map(({ id, title, node }, index) => {
    node.id = `${id}-panel`;
    node.setAttribute("role", "tabpanel");
    node.setAttribute("aria-labelledby", `${id}-tab`);
    node.tabIndex = 0;
    return element(
      "button",
      {
        type: "button",
        role: "tab",
        id: `${id}-tab`,
        "aria-controls": node.id,
        onclick: () => show(id),
        onkeydown: (event) => move(event, index),
      },
      title,
    );
  });

  function show(id) {
    panels.forEach((panel, index) => {
      const isSelected = panel.id === id;
      panel.node.hidden = !isSelected;
      tabs[index].setAttribute("aria-selected", String(isSelected));
      tabs[index].tabIndex = isSelected ? 0 : -1;
    });
  }

  function move({ key }, index) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const next = (index + step + panels.length) % panels.length;
    show(panels[next].id);
    tabs[next].focus();
  }

  show(panels[0].id);
  return { node: element("div", { role: "tablist", "aria-label": label }, tabs), show };
}
