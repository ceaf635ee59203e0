import postgres from "postgres";
import { postgresLimits } from "verigator/gateway";

export const sql = postgres(process.env.DATABASE_URL, { onnotice() {} }); // without the notice that the table exists already
export const limits = postgresLimits({ query: async (text, values) => ({ rows: await sql.unsafe(text, values) }) });

await sql.unsafe(limits.createTable); // once, for example in a migration
setInterval(() => limits.deleteExpired().catch(console.error), 3_600_000).unref();
