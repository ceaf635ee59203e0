import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import pg from "pg";
import { openPostgres } from "../gateway/stores/postgres-server.mjs";
import { openRedis } from "../gateway/stores/redis-server.mjs";
import { copyExample, run } from "./examples.mjs";
import { deno } from "./runtimes.mjs";

Object.assign(process.env, { REDIS_URL: (await openRedis(after)).url, DATABASE_URL: (await openPostgres(after)).url });

/** Sends PINs by a gateway whose API always succeeds, until a limit denies one. Prints the statuses. */
const program = (file) => `
import { createGateway } from "verigator/gateway";
import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";
import * as store from "./${file}";

const sandbox = new Sandbox();
const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
const service = await verigator.createService("Cafe", "cafe.example");
const user = await service.registerUser("ada", "+3725555501");
const gateway = createGateway({ verigator, serviceId: service.id, identify: () => user.id, limits: store.limits, policy: { resendCooldownSeconds: [0] } });
const headers = { "content-type": "application/json", origin: "http://localhost" };
const statuses = [];
for (let send = 0; send < 4; send += 1) {
  const response = await gateway.fetch(new Request("http://localhost/2fa/auth", { method: "POST", headers, body: '{"method":"sms"}' }));
  statuses.push(response.status);
}
console.log(JSON.stringify(statuses));
await (store.client?.destroy?.() ?? store.client?.disconnect?.() ?? store.pool?.end() ?? store.sql?.end() ?? store.kv?.close());
`;

const setUps = { "pg.js": "pg-set-up.js", "postgres.js": "postgres-set-up.js" };
const runtimes = { "deno-kv.js": [deno, "run", "--unstable-kv", "--allow-all"] };

for (const file of ["memory.js", "redis.js", "ioredis.js", "pg.js", "postgres.js", "deno-kv.js", "own-database.js"]) {
  test(`a gateway counts its sends with the store of ${file}`, async (t) => {
    const folder = copyExample(t, "gateway-stores");
    writeFileSync(join(folder, "program.js"), program(file));
    const [runtime, ...args] = runtimes[file] ?? [process.execPath];
    const environment = { DENO_DIR: join(folder, "cache"), DENO_NO_UPDATE_CHECK: "1" };
    const statuses = async () => JSON.parse(await run(folder, runtime, [...args, "program.js"], environment));
    if (setUps[file]) {
      t.after(dropTables);
      assert.deepEqual(
        await statuses(),
        [503, 503, 503, 503],
        "no site creates the table at its start, since processes that start together would conflict",
      );
      await run(folder, process.execPath, [setUps[file]]);
    }
    assert.deepEqual(await statuses(), [201, 201, 201, 429]);
  });
}

async function dropTables() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await client.end();
}
