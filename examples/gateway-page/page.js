const [first, second, resend] = document.forms;
const show = (text) => (document.querySelector("[role=status]").textContent = text);

const { checkPin, sendPin } = await import("./log-in.js").catch((error) => {
  show("This page could not be loaded. Check your connection, then reload it.");
  throw error;
});

/** Runs an action when its form is submitted, once at a time. Every failure has a text for the user. */
function onSubmit(form, action) {
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    show("");
    try {
      await action();
    } catch (error) {
      console.error(error);
      show("Something went wrong. Try again, or reload this page.");
    } finally {
      button.disabled = false;
    }
  });
}

onSubmit(first, async () => {
  const body = JSON.stringify(Object.fromEntries(new FormData(first)));
  const { ok, status } = await fetch("/login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  if (status === 401) return show("Wrong name or password.");
  if (!ok) throw new Error(`expected a success from /login, got ${status}`);
  show(await sendPin());
  second.hidden = resend.hidden = false;
});

onSubmit(second, async () => {
  const hint = await checkPin(second.elements.pin.value);
  if (hint) return show(hint);
  second.hidden = resend.hidden = true;
  const account = await fetch("/account");
  show(await account.text());
});

onSubmit(resend, async () => show(await sendPin()));

// Until now the browser would have sent the form itself.
first.querySelector("button").disabled = false;
show("");
