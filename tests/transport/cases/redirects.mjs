import { assert } from "chai";
import { answer } from "../suite/responses.mjs";
import { echo } from "../suite/canaries.mjs";
import { operations, pin } from "../suite/operations.mjs";
import { rejection } from "../suite/outcome.mjs";
import { inBrowsers, outsideBrowsers } from "../suite/where.mjs";

const notUrls = ["http://", "http://["];

/** Whether the browser fails a request for a target that it could not follow: Firefox and WebKit hide what they did not look at. */
const looksAtTargets = ({ name }) => !["firefox", "webkit"].includes(name);

const cases = {
  async "target is named by its origin only"(harness) {
    const target = `http://user:secret@127.0.0.1:1/path/${encodeURIComponent(echo)}?query#fragment`;
    const error = await redirected(harness, answer(302, "", { location: target }));
    const shown = harness.runtime.isBrowser ? "a hidden target" : "http://127.0.0.1:1";
    assert.include(error.message, `a redirect to ${shown});`);
  },

  async "target that is another machine's address is named too"(harness) {
    const error = await redirected(harness, answer(307, "", { location: "https://192.168.100.200:8443/path" }));
    const shown = harness.runtime.isBrowser ? "a hidden target" : "https://192.168.100.200:8443";
    assert.include(error.message, `a redirect to ${shown})`);
  },

  async "target whose host holds what was sent is not named"(harness) {
    const target = `https://${pin}.example/`;
    const error = await rejection(operations.verifyPin.call(harness.client(await harness.scenario(answer(302, "", { location: target })))));
    assert.equal(error.code, "redirect");
    assert.notInclude(error.message, pin);
  },

  "target that is no URL is not named": outsideBrowsers(async (harness) => {
    for (const location of notUrls) {
      const error = await redirected(harness, answer(302, "", { location }));
      assert.include(error.message, "a redirect to a hidden target", location);
    }
  }),

  "target that is no URL is a redirect to a browser, or a broken answer": inBrowsers(async (harness) => {
    for (const location of notUrls) {
      const scenario = await harness.scenario(answer(302, "", { location }));
      const error = await rejection(operations.getService.call(harness.client(scenario, { maxRetries: 0 })));
      assert.equal(error.code, looksAtTargets(harness.runtime) ? "connection" : "redirect", location);
    }
  }),

  async "redirect without a target is one all the same"(harness) {
    assert.equal((await redirected(harness, answer(300))).code, "redirect");
  },
};

for (const status of [301, 302, 303, 307, 308]) {
  cases[`${status} is not followed by any operation, and the second origin sees nothing`] = async (harness) => {
    for (const [name, { call }] of Object.entries(operations)) {
      const second = await harness.secondScenario();
      const scenario = await harness.scenario(answer(status, "", { location: `${second.url}/v1/service/service` }));
      const error = await rejection(call(harness.client(scenario)));
      assert.instanceOf(error, harness.verigator.RedirectError, name);
      assert.lengthOf(await scenario.requests(), 1, name);
      assert.lengthOf(await second.requests(), 0, name);
    }
  };
}

async function redirected(harness, given) {
  const error = await rejection(harness.client(await harness.scenario(given)).getService("id"));
  assert.instanceOf(error, harness.verigator.RedirectError);
  return error;
}

export default cases;
