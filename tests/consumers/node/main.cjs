const verigator = require("verigator");
const sandbox = require("verigator/sandbox");
const { flow } = require("./flow.cjs");

flow(verigator, sandbox).then((result) => console.log(JSON.stringify(result)));
