import { element } from "../dom/element.js";
import { coalesced } from "../state/coalesced.js";
import { createStore } from "../state/store.js";

/** Whose phone is shown: that of who signs in, or any other that the sandbox knows. */
export function createWhose({ sandbox, session }) {
  const store = createStore({ number: undefined, known: [] });
  let followed;

  const look = coalesced(async () => {
    const [{ messages }, { phoneNumbers }] = await Promise.all([sandbox.control("GET", "inbox"), sandbox.control("GET", "devices")]);
    const numbers = [...session.value.users.map(({ phoneNumber }) => plain(phoneNumber)), ...phoneNumbers, ...messages.map(({ to }) => to)];
    const known = [...new Set(numbers)];
    const number = known.includes(store.value.number) ? store.value.number : known.at(-1);
    store.update({ known, number });
  });

  function choose(number) {
    store.update({ number, known: [...new Set([...store.value.known, number])] });
  }

  /** Who signs in is followed when that changes; in between the choice stands. */
  session.subscribe(({ userId }) => {
    if (userId === followed) return;
    followed = userId;
    if (session.user) choose(plain(session.user.phoneNumber));
    else store.update({ number: undefined });
  });

  return {
    look,
    choose,
    subscribe: store.subscribe,
    get value() {
      return store.value;
    },
  };
}

/** Chooses whose phone is shown, where there is a choice. */
export function whoseSelect(whose) {
  const select = element("select", { "aria-label": "Whose phone", onchange: () => whose.choose(select.value) });
  whose.subscribe(({ known, number }) => {
    const isSame = known.join() === [...select.options].map(({ value }) => value).join();
    if (!isSame) select.replaceChildren(...known.map((value) => element("option", { value }, value)));
    select.value = number ?? "";
    select.hidden = known.length === 0;
  });
  return select;
}

/** A phone number as the sandbox keeps it: spaces, dashes and parentheses dropped. */
function plain(phoneNumber) {
  return phoneNumber.replace(/[\s()-]/g, "");
}
