import { element } from "../dom/element.js";
import { keyedList } from "../dom/keyed-list.js";
import { asShortTime } from "../dom/times.js";
import { accountCard } from "./account-card.js";

/** The Verigator app: its accounts with their codes, and the pushes that asked for them. */
export function appPanel({ sandbox, clock, fillPin, whose }) {
  const attach = (method) => () => sandbox.control(method, `devices/${encodeURIComponent(whose.value.number)}`);
  const install = element("button", { type: "button", class: "primary", onclick: attach("PUT") }, "Install the app");
  const absent = element("div", { class: "absent" }, element("p", {}, "This phone has no Verigator app, so the service falls back to SMS."), install);
  const pushes = element("ol", { class: "pushes" });
  const cards = element("ul", { class: "accounts" });
  const noAccounts = element("p", { class: "empty" }, "No account yet. Whoever registers this number gets one.");
  const remove = element("button", { type: "button", class: "quiet", onclick: attach("DELETE") }, "Remove the app");
  const present = element("div", { class: "present" }, pushes, cards, noAccounts, element("p", { class: "actions" }, remove));
  const node = element("div", { class: "app" }, absent, present);

  const showPushes = keyedList(pushes, ({ sentAt, userId }) => `${sentAt} ${userId}`, (push) => ({ node: pushNotice(push) }));
  const showCards = keyedList(cards, ({ userId }) => userId, (account) => accountCard(account, { sandbox, clock, fillPin, whose }));

  function update(device) {
    absent.hidden = Boolean(device);
    present.hidden = !device;
    install.disabled = whose.value.number === undefined;
    showPushes((device?.pushes ?? []).slice(-2).reverse());
    showCards(device?.accounts ?? []);
    noAccounts.hidden = !device || device.accounts.length > 0;
  }

  return { node, update };
}

function pushNotice({ service, sentAt }) {
  return element("li", { class: "push" }, element("strong", {}, `${service} asks: is it you?`), " ", element("time", { datetime: sentAt }, asShortTime(sentAt)));
}
