/** `examples/edge-worker` in real workerd, bundled and configured like wrangler does, with a sandbox as its only network. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { build } from "esbuild";
import { Miniflare, Response } from "miniflare";
import { Verigator } from "verigator";
import { tickets } from "verigator/gateway";
import { copyExample } from "./examples.mjs";

const secret = "0123456789abcdef0123456789abcdef";

/**
 * Bundles the Worker and reads its configuration; returns options for Miniflare. `timeoutMs` replaces the time limits of its client and of its store, which
 * a busy machine exceeds under load.
 */
export async function bundleWorker(after, { timeoutMs } = {}) {
  const example = copyExample(after, "edge-worker");
  if (timeoutMs) replaceTimeLimits(join(example, "src/index.js"), timeoutMs);
  const configuration = JSON.parse(readFileSync(join(example, "wrangler.jsonc"), "utf8").replace(/^\s*\/\/.*$/gm, ""));
  const folder = mkdtempSync(join(tmpdir(), "verigator-edge-"));
  after(() => rmSync(folder, { recursive: true }));
  await build({
    entryPoints: { worker: join(example, configuration.main) },
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
  });
  return {
    scriptPath: join(folder, "worker.mjs"),
    modules: true,
    modulesRoot: folder,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: configuration.compatibility_date,
    durableObjects: readDurableObjects(configuration),
  };
}

function replaceTimeLimits(file, timeoutMs) {
  const source = readFileSync(file, "utf8");
  const replaced = source
    .replace("baseUrl: env.VERIGATOR_BASE_URL", `$&, timeoutMs: ${timeoutMs}`)
    .replace("createGateway({", `$& timeoutMs: ${timeoutMs},`);
  if (replaced.split(`timeoutMs: ${timeoutMs}`).length !== 3)
    throw new Error(`expected ${file} to create a client and a gateway`);
  writeFileSync(file, replaced);
}

function readDurableObjects({ durable_objects: { bindings }, migrations }) {
  const withSqlite = new Set(migrations.flatMap((migration) => migration.new_sqlite_classes));
  const read = ({ name, class_name: className }) => [name, { className, useSQLite: withSqlite.has(className) }];
  return Object.fromEntries(bindings.map(read));
}

/** Adds the Worker's secrets to its bundle, and connects its fetch to the API. */
export function deploy(bundle, api) {
  return {
    ...bundle,
    bindings: { ...api.environment, TICKET_SECRET: secret },
    kvNamespaces: ["PHONE_NUMBERS"],
    async outboundService(request) {
      // A sandbox rejects a foreign `host` header, since a page could have sent it.
      const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== "host"));
      const body = request.body ? await request.text() : undefined;
      const response = await api.sandbox.fetch(request.url, { method: request.method, headers, body });
      // Node's server closes a connection after five idle seconds, sometimes just as workerd sends the next request on it.
      return new Response(await response.text(), {
        status: response.status,
        headers: [...response.headers, ["connection", "close"]],
      });
    },
  };
}

/** The Worker's development variables with a sandbox server: the example's own file, filled in as in its README. */
export function developmentVariables({ url, username, password }, serviceId) {
  const file = new URL("../../examples/edge-worker/.dev.vars.example", import.meta.url);
  return {
    ...parseEnv(readFileSync(file, "utf8")),
    VERIGATOR_BASE_URL: url,
    VERIGATOR_USERNAME: username,
    VERIGATOR_PASSWORD: password,
    VERIGATOR_SERVICE_ID: serviceId,
  };
}

/** Starts one Worker, or several as `workers`, on loopback. */
export function start(options) {
  return new Miniflare({ host: "127.0.0.1", cf: false, ...options });
}

/** Starts the example as a site of Number Verification, whose numbers are in its database. */
export async function runWithNumbers(t, bundle, api) {
  const worker = run(t, deploy(bundle, api));
  const database = await worker.getKVNamespace("PHONE_NUMBERS");
  for (const [id, number] of api.phoneNumbers ?? []) await database.put(id, number);
  return worker;
}

/** Starts Workers that stop when the test ends. */
export function run(t, options) {
  const worker = start(options);
  t.after(() => worker.dispose());
  return worker;
}

/** A page with a ticket and its own address. */
export async function openPage(api, worker, { origin = "https://shop.example", address = "192.0.2.1" } = {}) {
  const ticket = await tickets(secret).mint(api.user.id);
  const responses = [];
  const browse = async (url, init) => {
    const request = new Request(url, init);
    const headers = { ...Object.fromEntries(request.headers), origin, "cf-connecting-ip": address };
    const body = request.body ? await request.text() : undefined;
    const response = await worker.dispatchFetch(request.url, { method: request.method, headers, body });
    responses.push(response);
    return new globalThis.Response(await response.text(), {
      status: response.status,
      headers: [...response.headers],
    });
  };
  const page = Verigator.viaGateway(`${origin}/2fa`, { ticket, fetch: browse, timeoutMs: 300_000 });
  return { responses, me: page.me, attemptsLeft: async () => (await page.status()).attemptsLeft };
}

export function readReceipt(response) {
  const [, token] = /^verigator-receipt=([^;]+);/.exec(response.headers.getSetCookie()[0]);
  return tickets(secret).readReceipt(token);
}
