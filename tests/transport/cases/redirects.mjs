import { assert } from "chai";
import { response } from "../suite/responses.mjs";
import { echo } from "../suite/canaries.mjs";
import { operations, pin } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { inBrowsers, outsideBrowsers } from "../suite/runtime-filters.mjs";

const invalidUrls = ["http://", "http://["];

/** Returns true if the browser validates a target that it does not follow. Firefox and WebKit do not. */
const validatesTargets = ({ name }) => !["firefox", "webkit"].includes(name);

const cases = {
  async "message names only the origin of the target"(harness) {
    const target = `http://user:secret@127.0.0.1:1/path/${encodeURIComponent(echo)}?query#fragment`;
    const error = await redirected(harness, response(302, "", { location: target }));
    const shown = harness.runtime.isBrowser ? "a hidden target" : "http://127.0.0.1:1";
    assert.include(error.message, `a redirect to ${shown});`);
  },

  async "message names a target that is an IP address"(harness) {
    const error = await redirected(harness, response(307, "", { location: "https://192.168.100.200:8443/path" }));
    const shown = harness.runtime.isBrowser ? "a hidden target" : "https://192.168.100.200:8443";
    assert.include(error.message, `a redirect to ${shown})`);
  },

  async "message does not name a target whose host contains the PIN"(harness) {
    const target = `https://${pin}.example/`;
    const error = await rejection(
      operations.verifyPin.call(harness.client(await harness.scenario(response(302, "", { location: target })))),
    );
    assert.equal(error.code, "redirect");
    assert.notInclude(error.message, pin);
  },

  "message does not name a target that is not a URL": outsideBrowsers(async (harness) => {
    for (const location of invalidUrls) {
      const error = await redirected(harness, response(302, "", { location }));
      assert.include(error.message, "a redirect to a hidden target", location);
    }
  }),

  "target that is not a URL is a RedirectError or a ConnectionError, depending on the browser": inBrowsers(
    async (harness) => {
      for (const location of invalidUrls) {
        const scenario = await harness.scenario(response(302, "", { location }));
        const error = await rejection(operations.getService.call(harness.client(scenario, { maxRetries: 0 })));
        assert.equal(error.code, validatesTargets(harness.runtime) ? "connection" : "redirect", location);
      }
    },
  ),

  async "redirect without a target is a RedirectError"(harness) {
    assert.equal((await redirected(harness, response(300))).code, "redirect");
  },
};

for (const status of [301, 302, 303, 307, 308]) {
  cases[`no operation follows a ${status}, and the target receives no request`] = async (harness) => {
    for (const [name, { call }] of Object.entries(operations)) {
      const second = await harness.secondScenario();
      const scenario = await harness.scenario(response(status, "", { location: `${second.url}/v1/service/service` }));
      const error = await rejection(call(harness.client(scenario)));
      assert.instanceOf(error, harness.verigator.RedirectError, name);
      assert.lengthOf(await scenario.requests(), 1, name);
      assert.lengthOf(await second.requests(), 0, name);
    }
  };
}

async function redirected(harness, scripted) {
  const error = await rejection(harness.client(await harness.scenario(scripted)).getService("id"));
  assert.instanceOf(error, harness.verigator.RedirectError);
  return error;
}

export default cases;
