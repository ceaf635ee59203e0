const verigator = require("verigator");
const sandbox = require("verigator/sandbox");
const { expectedResult, flow } = require("./flow.cjs");

test("flow runs in Jest", async () => {
  expect(await flow(verigator, sandbox)).toEqual(expectedResult);
});
