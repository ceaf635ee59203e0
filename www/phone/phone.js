import { announce } from "../dom/announce.js";
import { element } from "../dom/element.js";
import { onTick } from "../dom/tick.js";
import { asShortTime } from "../dom/times.js";
import { coalesced } from "../state/coalesced.js";
import { appPanel } from "./app.js";
import { announceSms, messagesPanel } from "./messages.js";
import { lookAtPhone } from "./phone-content.js";
import { createTabs } from "./tabs.js";
import { createWhose, whoseSelect } from "./whose.js";

/** The user's phone: its messages and its Verigator app, as the sandbox has them. */
export function mountPhone(root, parts) {
  const { sandbox, clock } = parts;
  const whose = createWhose(parts);
  const messages = messagesPanel(parts);
  const app = appPanel({ ...parts, whose });
  const tabs = createTabs("Programs of the phone", [
    { id: "messages", title: "Messages", node: messages.node },
    { id: "app", title: "Verigator", node: app.node },
  ]);
  const time = element("time");
  root.append(...caseAround({ time, select: whoseSelect(whose), panels: [messages.node, app.node], tabs }));

  let codesEndAt = Infinity;
  const look = coalesced(async () => {
    const { number } = whose.value;
    root.classList.toggle("off", !number);
    const content = await lookAtPhone(sandbox, number);
    messages.update(content.messages);
    app.update(content.device);
    codesEndAt = clock.now() + content.codesValidForMs;
  });

  function showTime() {
    time.textContent = asShortTime(clock.now());
    if (clock.now() >= codesEndAt) look();
  }

  bringForward({ sandbox, whose, tabs });
  whose.subscribe(look);
  clock.subscribe(() => {
    showTime();
    look();
  });
  onTick(showTime);
  return whose.look();
}

function caseAround({ time, select, panels, tabs }) {
  const nobody = element("p", { class: "empty nobody" }, "Register with any number, and its phone is here.");
  const bar = element("div", { class: "bar" }, time, select);
  const device = element("div", { class: "device" }, bar, element("div", { class: "display" }, nobody, panels), tabs.node);
  return [element("h2", { id: "phone-title" }, "The phone"), device];
}

/** Whatever arrives is shown at once, on the phone that it arrives at. */
function bringForward({ sandbox, whose, tabs }) {
  sandbox.on("sms", (message) => {
    announceSms(message);
    whose.choose(message.to);
    tabs.show("messages");
  });
  sandbox.on("push", ({ service, phoneNumber }) => {
    announce(`The Verigator app shows a code for ${service}`);
    whose.choose(phoneNumber);
    tabs.show("app");
  });
  for (const event of ["sms", "push", "request", "reset", "change", "restored"]) sandbox.on(event, whose.look);
}
