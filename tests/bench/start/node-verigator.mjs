/** One cold start in Node. Prints the milliseconds of the import, the first constructor and the first call to the server in the argument. */
const start = performance.now();
const { Verigator } = await import("verigator");
const imported = performance.now();
const verigator = new Verigator("username", "password", { baseUrl: process.argv[2] });
const constructed = performance.now();
await verigator.service("service").user("user").authenticateUsingSms();
const called = performance.now();
console.log(
  JSON.stringify({ import: imported - start, load: constructed - imported, "first call": called - constructed }),
);
