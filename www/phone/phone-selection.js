import { coalesceRuns, createStore } from "../state/store.js";
import { element } from "../ui/element.js";

/** Creates the selection of the phone that is shown: that of the current user, or any other number that the sandbox knows. */
export function createPhoneSelection({ sandbox, session }) {
  const store = createStore({ number: undefined, known: [] });
  let currentUserId;

  const refresh = coalesceRuns(async () => {
    const [{ messages }, { phoneNumbers }] = await Promise.all([
      sandbox.control("GET", "inbox"),
      sandbox.control("GET", "devices"),
    ]);
    const numbers = [
      ...session.value.users.map(({ phoneNumber }) => normalize(phoneNumber)),
      ...phoneNumbers,
      ...messages.map(({ to }) => to),
    ];
    const known = [...new Set(numbers)];
    const number = known.includes(store.value.number) ? store.value.number : known.at(-1);
    store.update({ known, number });
  });

  function select(number) {
    store.update({ number, known: [...new Set([...store.value.known, number])] });
  }

  // The selection follows the current user only when that changes. Until then a manual selection stays.
  session.subscribe(({ userId }) => {
    if (userId === currentUserId) return;
    currentUserId = userId;
    if (session.user) select(normalize(session.user.phoneNumber));
    else store.update({ number: undefined });
  });

  return {
    refresh,
    select,
    subscribe: store.subscribe,
    get value() {
      return store.value;
    },
  };
}

/** Creates the select box for the phone. It is hidden while no number is known. */
export function phoneSelect(phoneSelection) {
  const select = element("select", {
    "aria-label": "Select phone",
    onchange: () => phoneSelection.select(select.value),
  });
  phoneSelection.subscribe(({ known, number }) => {
    const isCurrent = known.join() === [...select.options].map(({ value }) => value).join();
    if (!isCurrent) select.replaceChildren(...known.map((value) => element("option", { value }, value)));
    select.value = number ?? "";
    select.hidden = known.length === 0;
  });
  return select;
}

/** Removes spaces, dashes and parentheses from a phone number, as the sandbox does. */
function normalize(phoneNumber) {
  return phoneNumber.replace(/[\s()-]/g, "");
}
