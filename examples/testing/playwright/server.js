/** A site with a login by SMS. It uses the API at VERIGATOR_BASE_URL, and prints its own URL when it is ready. */
import { createServer } from "node:http";
import { normalizePin, Verigator } from "verigator";

const { VERIGATOR_USERNAME = "", VERIGATOR_PASSWORD = "", VERIGATOR_BASE_URL, PORT = "3000" } = process.env;
const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD, { baseUrl: VERIGATOR_BASE_URL });

const page = `<!doctype html>
<title>Log in</title>
<form id="start"><label>Phone number <input name="phoneNumber"></label><button>Send PIN</button></form>
<form id="verify" hidden><label>PIN <input name="pin"></label></form>
<p role="status"></p>
<script type="module">
  const [start, verify] = document.forms;
  const show = (text) => { document.querySelector("[role=status]").textContent = text; };
  async function send(path, form) {
    const response = await fetch(path, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    return response.ok ? response.json() : void show("Try again later");
  }
  start.addEventListener("submit", async (event) => {
    event.preventDefault();
    verify.hidden = !(await send("/start", start));
  });
  verify.addEventListener("input", async () => {
    const result = verify.elements.pin.value.length === 6 && (await send("/verify", verify));
    if (result) show(result.verified ? "Signed in" : "The PIN is " + result.reason);
  });
</script>`;

let user; // of the only session that this small site has

const handlers = {
  async "/start"(form) {
    const service = await verigator.createService("Coffee Shop", "coffeeshop.com");
    user = await service.registerUser("ann@example.com", form.get("phoneNumber"));
    return user.authenticateUsingSms();
  },
  "/verify": (form) => user.verifyPin(normalizePin(form.get("pin"))),
};

const server = createServer(async (incoming, outgoing) => {
  const handler = incoming.method === "POST" ? handlers[incoming.url] : undefined;
  if (!handler) return outgoing.writeHead(200, { "content-type": "text/html" }).end(page);
  try {
    const form = new URLSearchParams(Buffer.concat(await incoming.toArray()).toString());
    const result = await handler(form);
    outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
  } catch (error) {
    console.error(error.message);
    outgoing.writeHead(503).end();
  }
});

server.listen(Number(PORT), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
