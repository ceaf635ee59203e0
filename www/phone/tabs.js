import { copyButton } from "../ui/buttons.js";
import { element, keyedList, setHidden } from "../ui/element.js";
import { formatShortTime } from "../ui/time.js";
import { accountCard } from "./account-card.js";

const maxPushes = 2;

/** Creates the tab of the Verigator app: its push notifications and its accounts with their codes. */
export function appTab({ sandbox, clock, fillPin, phoneSelection, actionStatus }) {
  const changeDevice = (method) =>
    actionStatus.guard(() => sandbox.control(method, `devices/${encodeURIComponent(phoneSelection.value.number)}`));
  const install = element(
    "button",
    { type: "button", class: "primary", onclick: changeDevice("PUT") },
    "Install the app",
  );
  const notInstalled = element(
    "div",
    { class: "not-installed" },
    element("p", {}, "This phone does not have the Verigator app, so its PINs arrive by SMS."),
    install,
  );
  const pushes = element("ol", { class: "pushes" });
  const accounts = element("ul", { class: "accounts" });
  const noAccounts = element("p", { class: "empty" }, "No accounts yet. Register with this phone number to add one.");
  const remove = element(
    "button",
    { type: "button", class: "quiet", onclick: changeDevice("DELETE") },
    "Remove the app",
  );
  const installed = element(
    "div",
    { class: "installed" },
    pushes,
    accounts,
    noAccounts,
    element("p", { class: "actions" }, remove),
  );
  const node = element("div", { class: "app" }, notInstalled, installed);

  const renderPushes = keyedList(
    pushes,
    ({ index, sentAt, userId }) => `${index} ${sentAt} ${userId}`,
    (push) => ({ node: pushNotification(push) }),
  );
  const renderAccounts = keyedList(
    accounts,
    ({ userId }) => userId,
    (account) => accountCard(account, { sandbox, clock, fillPin, phoneSelection, actionStatus }),
  );

  function update(device) {
    install.disabled = phoneSelection.value.number === undefined;
    (device ? installed : notInstalled).hidden = false;
    setHidden(notInstalled, Boolean(device), () => remove.focus());
    setHidden(installed, !device, () => install.focus());
    const numbered = (device?.pushes ?? []).map((push, index) => ({ ...push, index }));
    renderPushes(numbered.slice(-maxPushes).reverse());
    renderAccounts(device?.accounts ?? []);
    noAccounts.hidden = !device || device.accounts.length > 0;
  }

  return { node, update };
}

function pushNotification({ service, sentAt }) {
  return element(
    "li",
    { class: "push" },
    element("strong", {}, `${service}: sign-in request`),
    " ",
    element("time", { datetime: sentAt }, formatShortTime(sentAt)),
  );
}

/** Creates the tab of the phone's SMS messages, newest last. Clicking a PIN fills it in on the login page. */
export function messagesTab({ fillPin }) {
  const list = element("ol", { class: "messages" });
  const empty = element("p", { class: "empty" }, "No messages yet.");
  const node = element("div", {}, empty, list);
  const render = keyedList(
    list,
    ({ key }) => key,
    (message) => ({ node: messageItem(message, fillPin) }),
  );

  function update(messages) {
    empty.hidden = messages.length > 0;
    const previousCount = list.childElementCount;
    render(messages.map((message, index) => ({ ...message, key: `${index} ${message.sentAt} ${message.pin}` })));
    if (list.childElementCount > previousCount) node.scrollTop = node.scrollHeight;
  }

  return { node, update };
}

function messageItem({ service, text, pin, sentAt }, fillPin) {
  const [before, ...after] = text.split(pin);
  const fill = () => fillPin(pin);
  const pinButton = element(
    "button",
    { type: "button", class: "pin-link", title: "Fill in on the login page", onclick: fill },
    pin,
  );
  return element(
    "li",
    {},
    element("p", { class: "sender" }, service, " ", element("time", { datetime: sentAt }, formatShortTime(sentAt))),
    element("p", { class: "message" }, before, pinButton, after.join(pin)),
    element(
      "p",
      { class: "actions" },
      element("button", { type: "button", class: "quiet", onclick: fill }, "Fill in"),
      copyButton("Copy", () => pin, "Copy the PIN"),
    ),
  );
}
