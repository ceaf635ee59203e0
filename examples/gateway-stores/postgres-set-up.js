/** Creates the table. Run it once before the site starts, for example as a migration. */
import { limits, sql } from "./postgres.js";

await sql.unsafe(limits.createTable);
await sql.end();
