import { once } from "node:events";
import { createServer } from "node:http";
import { Verigator } from "verigator";

const page = `<!doctype html>
<title>Log in</title>
<form id="start"><label>Phone number <input name="phoneNumber"></label><button>Send PIN</button></form>
<form id="verify" hidden><label>PIN <input name="pin"></label></form>
<p role="status"></p>
<script type="module">
  const send = async (path, form) => (await fetch(path, { method: "POST", body: new URLSearchParams(new FormData(form)) })).json();
  const [start, verify] = document.forms;
  start.addEventListener("submit", async (event) => {
    event.preventDefault();
    await send("/start", start);
    verify.hidden = false;
  });
  verify.addEventListener("input", async () => {
    const { verified } = await send("/verify", verify);
    document.querySelector("[role=status]").textContent = verified ? "Signed in" : "";
  });
</script>`;

/** Starts a site with a login by SMS whose server uses the sandbox at `baseUrl`. */
export async function startLoginSite({ baseUrl, username, password, port = 0 }) {
  const verigator = new Verigator(username, password, { baseUrl });
  let user;
  const handlers = {
    async "/start"(form) {
      const service = await verigator.createService("Site", "site.example");
      user = await service.registerUser("ann", form.get("phoneNumber"));
      return user.authenticateUsingSms();
    },
    "/verify": (form) => user.verifyPin(form.get("pin")),
  };

  const server = createServer(async (incoming, outgoing) => {
    const handler = incoming.method === "POST" ? handlers[incoming.url] : undefined;
    if (!handler) {
      outgoing.writeHead(200, { "content-type": "text/html" }).end(page);
      return;
    }
    const body = Buffer.concat(await incoming.toArray()).toString();
    outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(await handler(new URLSearchParams(body))));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${server.address().port}`, server };
}

// The application of the Playwright recipe.
if (process.env.VERIGATOR_URL) {
  const { url } = await startLoginSite({ baseUrl: process.env.VERIGATOR_URL, username: "sandbox", password: "sandbox", port: Number(process.env.PORT) });
  console.log(url);
}
