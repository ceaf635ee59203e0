/** Creates the table of the limits. Run it once before the site starts, for example as a migration. */
import pg from "pg";
import { postgresLimits } from "verigator/gateway";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const limits = postgresLimits({ query: (text, values) => pool.query(text, values) });
await pool.query(limits.createTable);
await pool.end();
