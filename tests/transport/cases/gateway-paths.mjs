import { assert } from "chai";
import { rejection } from "../suite/outcome.mjs";

const page = "https://shop.example/account/log-in";

/** The URLs of the requests that a page sends for a user, by what it passes to `viaGateway`. */
const urls = {
  "https://gateway.example/2fa": "https://gateway.example/2fa/auth",
  "https://gateway.example/2fa/": "https://gateway.example/2fa/auth/",
  "https://gateway.example/a/b//": "https://gateway.example/a/b/auth/",
  "https://gateway.example": "https://gateway.example/auth",
  "https://gateway.example/": "https://gateway.example/auth",
  "http://localhost:8080/2fa/": "http://localhost:8080/2fa/auth/",
};

const cases = {
  async "requests to a gateway end with a slash only if its URL does"(harness) {
    for (const [baseUrl, expected] of Object.entries(urls)) {
      const sent = await sentBy(harness, baseUrl);
      assert.deepEqual(sent, [`POST ${expected}`, `POST ${expected}`, `GET ${expected}`], baseUrl);
    }
  },

  async "requests to a gateway on the page's own origin end with a slash only if its path does"(harness) {
    await inPage(harness, async (origin) => {
      assert.deepEqual(
        new Set((await sentBy(harness, "/login/2fa/")).map(pathOf)),
        new Set([`${origin}/login/2fa/auth/`]),
      );
      assert.deepEqual(
        new Set((await sentBy(harness, "/login/2fa")).map(pathOf)),
        new Set([`${origin}/login/2fa/auth`]),
      );
      assert.deepEqual(new Set((await sentBy(harness, "/")).map(pathOf)), new Set([`${origin}/auth`]));
    });
  },

  async "events name the path with its slash"(harness) {
    const paths = [];
    await sentBy(harness, "https://gateway.example/2fa/", { onRequest: ({ path }) => paths.push(path) });
    assert.deepEqual(paths, ["/auth/", "/auth/", "/auth/"]);
  },

  async "requests to the API never end with a slash, whatever its URL does"(harness) {
    const sent = [];
    const client = harness.clientOf("https://proxy.example/messente/", { fetch: recorder(sent) });
    await client.service("s").user("u").verifyPin("4711");
    assert.deepEqual(sent, ["PUT https://proxy.example/messente/v1/service/service/s/users/u/auth"]);
  },

  async "redirect of a gateway says where to put the slash, and is not followed"(harness) {
    for (const [baseUrl, location] of [
      ["https://gateway.example/2fa", "/2fa/auth/"],
      ["https://gateway.example/2fa/", "https://gateway.example/2fa/auth"],
    ]) {
      const sent = [];
      const fetch = recorder(sent, () => new Response(null, { status: 308, headers: { location } }));
      const error = await rejection(
        harness.verigator.Verigator.viaGateway(baseUrl, { fetch }).me.authenticateUsingSms(),
      );
      assert.include(error, { code: "redirect", status: 308 });
      assert.match(
        error.message,
        /; set baseUrl to where the gateway is served, with a slash at its end if the server adds one$/,
      );
      assert.lengthOf(sent, 1);
    }
  },
};

export default cases;

function recorder(sent, respond = () => Response.json({ method: "sms", verified: true, started: true })) {
  return async (url, { method }) => {
    sent.push(`${method} ${url}`);
    return respond();
  };
}

async function sentBy({ verigator }, baseUrl, options) {
  const sent = [];
  const gateway = verigator.Verigator.viaGateway(baseUrl, { ...options, fetch: recorder(sent) });
  await gateway.me.authenticateUsingSms();
  await gateway.me.verifyPin("4711");
  await gateway.status();
  return sent;
}

const pathOf = (line) => line.split(" ")[1];

/** Runs a test in a page, which only browsers have by themselves. */
async function inPage({ runtime }, run) {
  if (runtime.isBrowser) return run(location.origin);
  const before = Object.getOwnPropertyDescriptor(globalThis, "location");
  Object.defineProperty(globalThis, "location", { value: { href: page }, configurable: true });
  try {
    return await run(new URL(page).origin);
  } finally {
    if (before) Object.defineProperty(globalThis, "location", before);
    else delete globalThis.location;
  }
}
