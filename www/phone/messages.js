import { announce } from "../dom/announce.js";
import { copyButton } from "../dom/copy-button.js";
import { element } from "../dom/element.js";
import { keyedList } from "../dom/keyed-list.js";
import { asShortTime } from "../dom/times.js";

/** The SMS of the phone, newest last. A press on a PIN fills it into the login. */
export function messagesPanel({ fillPin }) {
  const list = element("ol", { class: "bubbles" });
  const empty = element("p", { class: "empty" }, "No messages yet.");
  const node = element("div", { class: "messages" }, empty, list);
  const show = keyedList(list, ({ key }) => key, (message) => ({ node: bubble(message, fillPin) }));

  function update(messages) {
    empty.hidden = messages.length > 0;
    const before = list.childElementCount;
    show(messages.map((message, index) => ({ ...message, key: `${index} ${message.sentAt} ${message.pin}` })));
    if (list.childElementCount > before) node.scrollTop = node.scrollHeight;
  }

  return { node, update };
}

export function announceSms({ service, pin, text }) {
  announce(`SMS from ${service}: ${text.split("\n")[0].replace(pin, [...pin].join(" "))}`);
}

function bubble({ service, text, pin, sentAt }, fillPin) {
  const [before, ...after] = text.split(pin);
  const fill = element("button", { type: "button", class: "pin-in-text", title: "Fill it into the login", onclick: () => fillPin(pin) }, pin);
  return element(
    "li",
    {},
    element("p", { class: "sender" }, service, " ", element("time", { datetime: sentAt }, asShortTime(sentAt))),
    element("p", { class: "bubble" }, before, fill, after.join(pin)),
    element("p", { class: "actions" }, element("button", { type: "button", class: "quiet", onclick: () => fillPin(pin) }, "Fill in"), copyButton("Copy", () => pin, "Copy the PIN")),
  );
}
