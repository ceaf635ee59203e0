/** One cold start in Node: prints the milliseconds that the import and the first call take. The URL of a server is its argument. */
const start = performance.now();
const { Verigator } = await import("verigator");
const imported = performance.now();
const verigator = new Verigator("username", "password", { baseUrl: process.argv[2] });
const constructed = performance.now();
await verigator.service("service").user("user").authenticateUsingSms();
const called = performance.now();
console.log(JSON.stringify({ import: imported - start, load: constructed - imported, "first call": called - constructed }));
