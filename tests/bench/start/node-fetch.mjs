/** The same first call with raw fetch, which Node also loads on first use. */
const start = performance.now();
const request = { method: "POST", headers: { "content-type": "application/json" }, body: '{"method":"sms"}' };
await (await fetch(`${process.argv[2]}/auth`, request)).json();
console.log(JSON.stringify({ "first call": performance.now() - start }));
