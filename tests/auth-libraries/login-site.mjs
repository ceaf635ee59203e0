/** Starts a recipe with a separate API for one test, and records what the server prints. */
import { createServer } from "node:http";
import { join } from "node:path";
import { currentApi } from "../gateway/apis.mjs";
import { copyExample } from "../gateway/examples.mjs";
import { openBrowser, origin } from "../gateway/recipes/browser.mjs";
import { serveApi } from "../gateway/served-api.mjs";
import { listen } from "../gateway/servers/mounts.mjs";

export const password = "correct horse battery";
const secret = "0123456789abcdef0123456789abcdef";

/** A password check for the site's users, whose names equal their Verigator ids. */
const checkPassword = async (username, attempt) => (attempt === password ? username : null);

/** Starts the app of an example. `create` gets the example's modules, and returns the app; by default it calls `createApp(checkPassword)`. */
export async function openSite(t, example, { environment, create = createDefault } = {}) {
  const api = await serveApi(t, currentApi());
  // The stores of the recipes have names, and outlive a test.
  globalThis[Symbol.for("verigator.memoryLimits")]?.clear();
  delete process.env.VERIGATOR_API;
  const secrets = { SESSION_SECRET: secret, AUTH_SECRET: secret, TICKET_SECRET: secret, BETTER_AUTH_SECRET: secret };
  Object.assign(process.env, api.environment, secrets, { SITE_ORIGIN: origin }, environment);
  const folder = copyExample(t.after.bind(t), example, import.meta.dirname);
  const printed = recordOutput(t);
  const load = (file) => import(join(folder, file));
  const app = await create(load, t);
  const addUser = await openDatabase(load, api);
  const url = await listen(t, createServer(app));
  return {
    ...api,
    addUser,
    load,
    printed,
    open: (from) => openBrowser(url, from),
    readPin: (to) => api.sandbox.inbox.messages(to).at(-1).pin,
  };
}

/** Copies the numbers of the users into the site's database. Returns what adds another user. */
async function openDatabase(load, api) {
  if (!api.phoneNumbers) return api.addUser;
  const { phoneNumbers = new Map() } = await load("verigator.js");
  for (const [id, number] of api.phoneNumbers) phoneNumbers.set(id, number);
  return async (id, number) => {
    phoneNumbers.set(id, number);
    return api.addUser(id, number);
  };
}

async function createDefault(load) {
  return (await load("app.js")).createApp(checkPassword);
}

/** Records everything that this process prints until the end of the test. */
function recordOutput(t) {
  const texts = [];
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (chunk, ...rest) => {
      texts.push(String(chunk));
      return write(chunk, ...rest);
    };
    t.after(() => (stream.write = write));
  }
  return () => texts.join("");
}

/** A PIN that is not the right one. */
export const wrongPin = (pin) => (pin === "000000" ? "000001" : "000000");
