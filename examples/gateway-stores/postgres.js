import postgres from "postgres";
import { postgresLimits } from "verigator/gateway";

// A new connection that is lost while it fetches types would end the process.
export const sql = postgres(process.env.DATABASE_URL, { fetch_types: false });
export const limits = postgresLimits({ query: async (text, values) => ({ rows: await sql.unsafe(text, values) }) });

setInterval(() => limits.deleteExpired().catch(console.error), 3_600_000).unref();
