const verigator = require("verigator");
const sandbox = require("verigator/sandbox");
const { expectedResult, flow } = require("./flow.cjs");

test("flow runs in jsdom", async () => {
  expect(window.document).toBeDefined();
  expect(await flow(verigator, sandbox)).toEqual(expectedResult);
});
