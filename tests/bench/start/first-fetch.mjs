/** The same by raw fetch, which Node too loads when it is first used. */
const start = performance.now();
const sent = { method: "POST", headers: { "content-type": "application/json" }, body: '{"method":"sms"}' };
await (await fetch(`${process.argv[2]}/auth`, sent)).json();
console.log(JSON.stringify({ "first call": performance.now() - start }));
