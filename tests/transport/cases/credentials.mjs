import { assert } from "chai";
import { ok, service } from "../suite/responses.mjs";
import { password, username } from "../suite/canaries.mjs";
import { inBrowsers, outsideBrowsers } from "../suite/runtime-filters.mjs";

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

const rejected = [
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

/** A custom fetch allows credentials in browsers. This one is never called. */
const unusedFetch = () => assert.fail("a request was sent");

const cases = {
  async "base URL may be any https URL, or an http URL of a loopback host"(harness) {
    for (const baseUrl of allowed) assert.isOk(harness.clientOf(baseUrl, { fetch: unusedFetch }), baseUrl);
  },

  async "any other base URL throws, and the message does not contain it"(harness) {
    for (const baseUrl of rejected) {
      const error = thrown(() => harness.clientOf(baseUrl, { fetch: unusedFetch, dangerouslyAllowBrowser: true }));
      assert.instanceOf(error, harness.verigator.InvalidInvocationError, baseUrl);
      assert.match(error.message, /^new Verigator: baseUrl: expected /, baseUrl);
      assert.notInclude(error.message, "c4nary");
    }
  },

  async "http to another host throws unless dangerouslyAllowHttp is true, and the message names it"(harness) {
    for (const baseUrl of [
      "http://sandbox:8787",
      "http://10.11.12.13:8787/spaces/worker-1",
      "http://[fd00::5]",
      "http://sandbox.internal/",
    ]) {
      const make = (options) => harness.clientOf(baseUrl, { fetch: unusedFetch, ...options });
      for (const options of [
        undefined,
        { dangerouslyAllowHttp: false },
        { dangerouslyAllowHttp: undefined },
        { dangerouslyAllowBrowser: true },
      ]) {
        assert.match(
          thrown(() => make(options)).message,
          /^new Verigator: baseUrl: expected https, .*dangerouslyAllowHttp.*, got http to a host that is not loopback$/,
        );
      }
      assert.equal(make({ dangerouslyAllowHttp: true }).baseUrl, baseUrl.replace(/\/$/, ""));
    }
  },

  async "dangerouslyAllowHttp allows http and nothing else"(harness) {
    for (const baseUrl of [
      "ws://sandbox",
      "ftp://sandbox",
      "file:///sandbox",
      "http://u:c4nary@sandbox",
      "http://sandbox?c4nary",
      "http://",
    ]) {
      const error = thrown(() => harness.clientOf(baseUrl, { fetch: unusedFetch, dangerouslyAllowHttp: true }));
      assert.match(error.message, /^new Verigator: baseUrl: expected /, baseUrl);
      assert.notInclude(error.message, "c4nary");
    }
    for (const dangerouslyAllowHttp of ["true", 1, null, {}]) {
      const error = thrown(() => harness.clientOf("http://sandbox", { fetch: unusedFetch, dangerouslyAllowHttp }));
      assert.match(error.message, /^new Verigator: options\.dangerouslyAllowHttp: expected true or false, got /);
    }
  },

  "dangerouslyAllowHttp does not allow credentials in a browser": inBrowsers(async (harness) => {
    assert.include(
      thrown(() => harness.clientOf("http://sandbox:8787", { dangerouslyAllowHttp: true })).message,
      "dangerouslyAllowBrowser",
    );
  }),

  async "base URL that is not a string throws"(harness) {
    for (const baseUrl of [null, 7, {}, [], new URL("https://example.com"), () => ""]) {
      assert.equal(thrown(() => harness.clientOf(baseUrl)).code, "invalid_invocation");
    }
  },

  async "path of the base URL is kept in requests"(harness) {
    const scenario = await harness.scenario(ok(service));
    await harness.clientOf(`${scenario.url}/prefix/`).getService("id");
    assert.deepEqual(await scenario.requestLines(), ["GET /prefix/v1/service/service/id"]);
  },

  async "credentials that a header cannot hold throw, and the message does not contain them"(harness) {
    const invalid = ["", "\n", "a\r\nx: y", "päss", "\u0000", "\u007f", "😀", undefined, null, 7, {}, ["x"]];
    const usernames = [...invalid, "user:name", " name"];
    const passwords = [...invalid, "password "];
    for (const invalidUsername of usernames) assertRejectsCredentials(harness, invalidUsername, password);
    for (const invalidPassword of passwords) assertRejectsCredentials(harness, username, invalidPassword);
  },

  "credentials are accepted on a server for any host": outsideBrowsers(async (harness) => {
    assert.isOk(harness.clientOf("https://api.verigator.com"));
  }),

  "credentials in a browser throw for a host that is not loopback, and the message names the alternatives": inBrowsers(
    async (harness) => {
      const make = (options) => harness.clientOf("https://api.verigator.com", options);
      const error = thrown(make);
      assert.instanceOf(error, harness.verigator.InvalidInvocationError);
      assert.include(error.message, "dangerouslyAllowBrowser");
      assert.include(error.message, "gateway");
      assert.throws(() => make({ dangerouslyAllowBrowser: false }));
      assert.isOk(make({ dangerouslyAllowBrowser: true }));
      assert.isOk(make({ fetch: unusedFetch }));
    },
  ),

  async "dangerouslyAllowBrowser that is not a boolean throws"(harness) {
    for (const dangerouslyAllowBrowser of ["true", 1, null, {}]) {
      assert.equal(
        thrown(() => harness.clientOf("https://x.example", { dangerouslyAllowBrowser })).code,
        "invalid_invocation",
      );
    }
  },
};

export default cases;

function assertRejectsCredentials({ verigator }, invalidUsername, invalidPassword) {
  const error = thrown(
    () => new verigator.Verigator(invalidUsername, invalidPassword, { baseUrl: "http://localhost" }),
  );
  assert.instanceOf(error, verigator.InvalidInvocationError, `${String(invalidUsername)} ${String(invalidPassword)}`);
  assert.notInclude(error.message, password);
}

function thrown(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  return assert.fail("expected an error to be thrown");
}
