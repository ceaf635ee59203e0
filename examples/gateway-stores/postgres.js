import postgres from "postgres";
import { postgresLimits } from "verigator/gateway";

export const sql = postgres(process.env.DATABASE_URL);
export const limits = postgresLimits({ query: async (text, values) => ({ rows: await sql.unsafe(text, values) }) });

setInterval(() => limits.deleteExpired().catch(console.error), 3_600_000).unref();
