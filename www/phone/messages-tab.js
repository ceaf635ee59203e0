import { copyButton } from "../ui/buttons.js";
import { element, keyedList } from "../ui/element.js";
import { formatShortTime } from "../ui/time.js";

/** Creates the tab of the phone's SMS messages, newest last. Clicking a PIN fills it in on the login page. */
export function messagesTab({ fillPin }) {
  const list = element("ol", { class: "messages" });
  const empty = element("p", { class: "empty" }, "No messages yet.");
  const node = element("div", {}, empty, list);
  const render = keyedList(list, ({ key }) => key, (message) => ({ node: messageItem(message, fillPin) }));

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
  const pinButton = element("button", { type: "button", class: "pin-link", title: "Fill in on the login page", onclick: fill }, pin);
  return element(
    "li",
    {},
    element("p", { class: "sender" }, service, " ", element("time", { datetime: sentAt }, formatShortTime(sentAt))),
    element("p", { class: "message" }, before, pinButton, after.join(pin)),
    element("p", { class: "actions" }, element("button", { type: "button", class: "quiet", onclick: fill }, "Fill in"), copyButton("Copy", () => pin, "Copy the PIN")),
  );
}
