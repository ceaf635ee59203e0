/** Creates the table. Run it once before the site starts, for example as a migration. */
import { limits, pool } from "./pg.js";

await pool.query(limits.createTable);
await pool.end();
