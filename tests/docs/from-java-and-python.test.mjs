import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "../sandbox/server-process.mjs";
import { copyExample, run } from "./examples.mjs";

test("every call that the guide compares succeeds, in both profiles", async (t) => {
  for (const profile of ["docs", "sdk"]) {
    const { url, username, password } = await serve(t, "--profile", profile);
    const environment = { VERIGATOR_BASE_URL: url, VERIGATOR_USERNAME: username, VERIGATOR_PASSWORD: password };
    const output = await run(copyExample(t, "from-java-and-python"), process.execPath, ["calls.js"], environment);
    assert.equal(output, "Coffee Shop\ntrue\n1\nsms\nsms\ninvalid\ncheck the password\n", profile);
  }
});
