/** Starts each recipe in a real server, and logs users in by the first factor. */
import { createServer } from "node:http";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { listen } from "../servers/mounts.mjs";

const password = "correct horse";

/** A password check for the site's users. Their ids equal their names, and all have the same password. */
const checkPassword = async (username, attempt) => (attempt === password ? username : null);

async function postPassword(browser, userId) {
  const response = await browser.post("/login", { username: userId, password });
  if (!response.ok) throw new Error(`expected the first factor to succeed, got ${response.status}`);
  return response;
}

/**
 * By an example's folder: `open` opens its server for one test and returns the URL, and the Map that is its database of numbers; `logIn` passes the first factor and returns the options of the
 * page; `complete` does what a page does after the right PIN.
 */
export const recipes = {
  "gateway-node": {
    async open(t, folder) {
      const { createSite, phoneNumbers } = await import(join(folder, "server.js"));
      return { url: await listen(t, createSite(checkPassword)), database: phoneNumbers };
    },
    logIn: async (browser, userId) => void (await postPassword(browser, userId)),
  },
  "gateway-express": {
    async open(t, folder) {
      const { createApp, phoneNumbers, redis } = await import(join(folder, "app.js"));
      t.after(() => redis.destroy());
      return { url: await listen(t, createServer(createApp(checkPassword))), database: phoneNumbers };
    },
    logIn: async (browser, userId) => void (await postPassword(browser, userId)),
  },
  "gateway-fastify": {
    async open(t, folder) {
      await import(join(folder, "set-up.js"));
      const { createApp, phoneNumbers } = await import(join(folder, "app.js"));
      const app = await createApp(checkPassword);
      t.after(() => app.close());
      return { url: await app.listen({ port: 0, host: "127.0.0.1" }), database: phoneNumbers };
    },
    logIn: async (browser, userId) => (await postPassword(browser, userId)).json(),
    complete: (browser) => browser.post("/session"),
  },
  "gateway-hono": {
    async open(t, folder) {
      const { default: app, makeCookie, phoneNumbers } = await import(join(folder, "app.js"));
      return {
        url: await listen(t, serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1", createServer })),
        makeCookie,
        database: phoneNumbers,
      };
    },
    logIn: async (browser, userId, { makeCookie }) => setCookie(browser, await makeCookie("first-factor", userId)),
  },
};

function setCookie({ cookies }, cookie) {
  cookies.set(...cookie.split(";")[0].split(/=(.*)/s, 2));
}
