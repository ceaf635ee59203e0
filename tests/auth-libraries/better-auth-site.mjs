/** Starts the recipes for better-auth, each test with an empty database. */
import { randomUUID } from "node:crypto";
import { after } from "node:test";
import { getMigrations } from "better-auth/db/migration";
import pg from "pg";
import { openPostgres } from "../gateway/stores/postgres-server.mjs";
import { openSite } from "./login-site.mjs";

const { url: serverUrl } = await openPostgres(after);

async function createDatabase() {
  const client = new pg.Client(serverUrl);
  await client.connect();
  const name = `site_${randomUUID().replaceAll("-", "")}`;
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return serverUrl.replace(/\/postgres$/, `/${name}`);
}

/** Opens a site with the `auth` of one of the example's modules. */
export async function openAuth(t, module, environment) {
  let database;
  const create = async (load) => {
    const [{ createApp }, { auth }, { pool, limits }] = await Promise.all(["app.js", module, "verigator.js"].map(load));
    t.after(() => pool.end());
    await (await getMigrations(auth.options)).runMigrations();
    await pool.query(limits.createTable);
    const query = pool.query.bind(pool);
    // The limits count by the clock of the database, which follows that of the test.
    pool.query = (text, values) => query(text.replaceAll("now()", `to_timestamp(${Date.now() / 1000})`), values);
    database = pool;
    return createApp(auth);
  };
  const site = await openSite(t, "better-auth", {
    create,
    environment: { ...environment, DATABASE_URL: await createDatabase() },
  });
  const registrationCount = () =>
    site.sandbox.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/users")).length;
  const registeredBefore = registrationCount();
  return {
    ...site,
    query: async (text, values) => (await database.query(text, values)).rows,
    smsCount: (phoneNumber) => site.sandbox.inbox.messages(phoneNumber).length,
    registrationCount: () => registrationCount() - registeredBefore,
    account: async (browser) => (await browser.get("/account")).text(),
  };
}

export const post = async (browser, path, body, headers) => {
  const response = await browser.post(`/api/auth${path}`, body, headers);
  return { status: response.status, headers: response.headers, body: await response.json().catch(() => null) };
};
