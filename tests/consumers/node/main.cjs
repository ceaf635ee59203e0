const verigator = require("verigator");
const sandbox = require("verigator/sandbox");
const { flow } = require("./flow.cjs");

flow(verigator, sandbox).then((sights) => console.log(JSON.stringify(sights)));
