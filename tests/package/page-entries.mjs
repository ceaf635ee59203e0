/** Uses an entry for browsers, `browser` or `development`, in a new process. Prints the result of each constructor before and after one `init`. */
import { readFile } from "node:fs/promises";

globalThis.fetch = async (url) => new Response(await readFile(url));

const [entry] = process.argv.slice(2);
const { Verigator, init } = await import(`./node_modules/verigator/${entry}.js`);
const { Sandbox } = await import(`./node_modules/verigator/sandbox/${entry}.js`);
const constructors = [() => new Verigator("username", "password"), () => new Sandbox()];

function construct(create) {
  try {
    create();
    return "created";
  } catch (error) {
    return error.message;
  }
}

const before = constructors.map(construct);
await init();
console.log(JSON.stringify({ before, after: constructors.map(construct) }));
