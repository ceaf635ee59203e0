const [form] = document.forms;
const button = form.querySelector("button");
const secondFactor = document.querySelector("verigator-login");
const show = (text) => (document.querySelector("[role=status]").textContent = text);

await import("verigator/element").catch((error) => {
  show("This page could not be loaded. Check your connection, then reload it.");
  throw error;
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  const body = JSON.stringify(Object.fromEntries(new FormData(form)));
  const options = { method: "POST", headers: { "content-type": "application/json" }, body };
  const { ok, status } = await fetch("/login", options).catch(() => ({}));
  button.disabled = false;
  form.hidden = ok === true;
  secondFactor.hidden = !form.hidden;
  if (ok) show("");
  else show(status === 401 ? "Wrong name or password." : "Something went wrong. Try again, or reload this page.");
});

// The event is no proof: the server knows who is logged in.
secondFactor.addEventListener("verified", async () => {
  const account = await fetch("/account");
  if (account.ok) return show(await account.text());
  // The PIN was of an earlier session.
  secondFactor.login.start("sms");
});

// Until now the browser would have sent the form itself.
button.disabled = false;
show("");
