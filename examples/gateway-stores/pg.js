import pg from "pg";
import { postgresLimits } from "verigator/gateway";

export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL }).on("error", console.error);
export const limits = postgresLimits({ query: (text, values) => pool.query(text, values) });

setInterval(() => limits.deleteExpired().catch(console.error), 3_600_000).unref();
