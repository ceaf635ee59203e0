/** Limit stores with common database clients, each created as the documentation in gateway.d.ts shows. */
import { denoKvLimits, postgresLimits, redisLimits } from "verigator/gateway";

/** Opens a store by the name of its client. `location` is the server's URL, or the file of Deno KV. */
export const openStore = {
  async ioredis(location, timeoutMs) {
    const { default: Redis } = await import("ioredis");
    const client = new Redis(location);
    client.on("error", () => {});
    return {
      limits: redisLimits({ sendCommand: (name, ...values) => client.call(name, ...values), timeoutMs }),
      close: () => client.disconnect(),
    };
  },

  async redis(location, timeoutMs) {
    const { createClient } = await import("redis");
    const client = await createClient({ url: location })
      .on("error", () => {})
      .connect();
    return {
      limits: redisLimits({ sendCommand: (...command) => client.sendCommand(command), timeoutMs }),
      close: () => client.destroy(),
    };
  },

  async pg(location, timeoutMs) {
    const { default: pg } = await import("pg");
    const pool = new pg.Pool({ connectionString: location }).on("error", () => {});
    return {
      limits: postgresLimits({ query: (text, values) => pool.query(text, values), timeoutMs }),
      close: () => pool.end(),
    };
  },

  async postgres(location, timeoutMs) {
    const { default: postgres } = await import("postgres");
    const sql = postgres(location, { fetch_types: false, onnotice() {} });
    const query = async (text, values) => ({ rows: await sql.unsafe(text, values) });
    return { limits: postgresLimits({ query, timeoutMs }), close: () => sql.end() };
  },

  /** Behind pgbouncer, which may run each statement in another connection. */
  async "postgres without prepared statements"(location, timeoutMs) {
    const { default: postgres } = await import("postgres");
    const sql = postgres(location, { fetch_types: false, prepare: false, onnotice() {} });
    const query = async (text, values) => ({ rows: await sql.unsafe(text, values) });
    return { limits: postgresLimits({ query, timeoutMs }), close: () => sql.end() };
  },

  async "Bun's SQL"(location, timeoutMs) {
    const { SQL } = await import("bun");
    const sql = new SQL(location);
    const query = async (text, values) => ({ rows: await sql.unsafe(text, values) });
    return { limits: postgresLimits({ query, timeoutMs }), close: () => sql.end() };
  },

  async deno(location, timeoutMs) {
    const kv = await Deno.openKv(location);
    return { limits: denoKvLimits(kv, { timeoutMs }), close: () => kv.close() };
  },
};
