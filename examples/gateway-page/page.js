import { checkPin, sendPin } from "./log-in.js";

const [first, second] = document.forms;
const show = (text) => (document.querySelector("[role=status]").textContent = text);

first.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = JSON.stringify(Object.fromEntries(new FormData(first)));
  const { ok } = await fetch("/login", { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!ok) return show("Wrong name or password.");
  show(await sendPin());
  second.hidden = false;
});

second.addEventListener("submit", async (event) => {
  event.preventDefault();
  const hint = await checkPin(second.elements.pin.value);
  if (hint) return show(hint);
  second.hidden = true;
  const account = await fetch("/account");
  show(await account.text());
});

// Until now the browser would have sent the form itself.
first.querySelector("button").disabled = false;
