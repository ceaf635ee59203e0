import { assert } from "chai";
import { ok, service } from "../suite/responses.mjs";
import { password, username } from "../suite/canaries.mjs";
import { inBrowsers, outsideBrowsers } from "../suite/where.mjs";

const allowed = [
  "https://api.verigator.com",
  "https://proxy.example.com/messente/",
  "https://example.com:8443",
  "HTTPS://EXAMPLE.COM",
  "http://localhost:8787",
  "http://sandbox.localhost",
  "http://127.0.0.1",
  "http://127.1.2.3:1",
  "http://[::1]:8787",
  "http://0x7f.1",
];

const refused = [
  "http://api.verigator.com",
  "http://localhost.example.com",
  "http://localhost.",
  "http://127.0.0.1.example.com",
  "http://128.0.0.1",
  "http://0.0.0.0",
  "http://10.0.0.1",
  "http://[::]",
  "http://[::2]",
  "http://[::ffff:7f00:1]",
  "ws://localhost",
  "ftp://localhost",
  "file:///etc/passwd",
  "data:text/plain,x",
  "javascript:alert(1)",
  "api.verigator.com",
  "//api.verigator.com",
  "/v1",
  "",
  " ",
  "https://",
  "https://user@example.com",
  "https://user:c4nary@example.com",
  "https://:c4nary@example.com",
  "https://example.com?key=c4nary",
  "https://example.com?",
  "https://example.com#fragment",
  "https://example.com#",
];

/** A fetch that is never called: to hand one in allows credentials anywhere. */
const fetchOfOurs = () => assert.fail("nothing is to be sent");

const cases = {
  async "https goes anywhere, http only to loopback"(harness) {
    for (const baseUrl of allowed) assert.isOk(harness.clientOf(baseUrl, { fetch: fetchOfOurs }), baseUrl);
  },

  async "any other base URL is refused, and what it holds is not shown"(harness) {
    for (const baseUrl of refused) {
      const error = thrown(() => harness.clientOf(baseUrl, { fetch: fetchOfOurs, dangerouslyAllowBrowser: true }));
      assert.instanceOf(error, harness.verigator.InvalidInvocationError, baseUrl);
      assert.match(error.message, /^new Verigator: baseUrl: expected /, baseUrl);
      assert.notInclude(error.message, "c4nary");
    }
  },

  async "base URL that is no text is refused"(harness) {
    for (const baseUrl of [null, 7, {}, [], new URL("https://example.com"), () => ""]) {
      assert.equal(thrown(() => harness.clientOf(baseUrl)).code, "invalid_invocation");
    }
  },

  async "path of the base URL is kept"(harness) {
    const scenario = await harness.scenario(ok(service));
    await harness.clientOf(`${scenario.url}/prefix/`).getService("id");
    assert.deepEqual(await scenario.arrivals(), ["GET /prefix/v1/service/service/id"]);
  },

  async "credentials that no header carries whole are refused, and not shown"(harness) {
    const bad = ["", "\n", "a\r\nx: y", "päss", "\u0000", "\u007f", "😀", undefined, null, 7, {}, ["x"]];
    const names = [...bad, "user:name", " name"];
    const passwords = [...bad, "password "];
    for (const name of names) refusedCredentials(harness, name, password);
    for (const word of passwords) refusedCredentials(harness, username, word);
  },

  "program of a server is not refused for a host that is not loopback": outsideBrowsers(async (harness) => {
    assert.isOk(harness.clientOf("https://api.verigator.com"));
  }),

  "page and browser's worker are refused for a host that is not loopback, and told the way out": inBrowsers(async (harness) => {
    const make = (options) => harness.clientOf("https://api.verigator.com", options);
    const error = thrown(make);
    assert.instanceOf(error, harness.verigator.InvalidInvocationError);
    assert.include(error.message, "dangerouslyAllowBrowser");
    assert.include(error.message, "gateway");
    assert.throws(() => make({ dangerouslyAllowBrowser: false }));
    assert.isOk(make({ dangerouslyAllowBrowser: true }));
    assert.isOk(make({ fetch: fetchOfOurs }));
  }),

  async "what dangerouslyAllowBrowser is given has to be true or false"(harness) {
    for (const dangerouslyAllowBrowser of ["true", 1, null, {}]) {
      assert.equal(thrown(() => harness.clientOf("https://x.example", { dangerouslyAllowBrowser })).code, "invalid_invocation");
    }
  },
};

export default cases;

function refusedCredentials({ verigator }, name, word) {
  const error = thrown(() => new verigator.Verigator(name, word, { baseUrl: "http://localhost" }));
  assert.instanceOf(error, verigator.InvalidInvocationError, `${String(name)} ${String(word)}`);
  assert.notInclude(error.message, password);
}

function thrown(act) {
  try {
    act();
  } catch (error) {
    return error;
  }
  return assert.fail("expected an error to be thrown");
}
