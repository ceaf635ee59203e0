/** `examples/edge-worker` in real workerd, bundled and configured as wrangler would, with the API in the place of the Internet. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { build } from "esbuild";
import { Miniflare, Response } from "miniflare";
import { Verigator } from "verigator";
import { tickets } from "verigator/gateway";
import { copyExample } from "./examples.mjs";

const secret = "0123456789abcdef0123456789abcdef";

/** Bundles the Worker, and reads its configuration; returns what Miniflare needs of both. */
export async function bundleWorker(after) {
  const example = copyExample(after, "edge-worker");
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

function readDurableObjects({ durable_objects: { bindings }, migrations }) {
  const withSqlite = new Set(migrations.flatMap((migration) => migration.new_sqlite_classes));
  const read = ({ name, class_name: className }) => [name, { className, useSQLite: withSqlite.has(className) }];
  return Object.fromEntries(bindings.map(read));
}

/** What a Worker of this API's site has on top of its bundle: its secrets, and the API wherever it fetches. */
export function deploy(bundle, api) {
  return {
    ...bundle,
    bindings: { ...api.environment, TICKET_SECRET: secret },
    async outboundService(request) {
      // A sandbox takes the header `host` of a foreign name for a page's attempt to reach it.
      const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== "host"));
      const body = request.body ? await request.text() : undefined;
      const response = await api.sandbox.fetch(request.url, { method: request.method, headers, body });
      // Node's server drops a connection after five idle seconds, at times just as workerd sends the next request by it.
      return new Response(await response.text(), { status: response.status, headers: [...response.headers, ["connection", "close"]] });
    },
  };
}

/** The Worker's variables on a developer's machine, with a sandbox's server: the example's own, filled in as its README says. */
export function developmentVariables({ url, username, password }, serviceId) {
  const file = new URL("../../examples/edge-worker/.dev.vars.example", import.meta.url);
  return { ...parseEnv(readFileSync(file, "utf8")), VERIGATOR_BASE_URL: url, VERIGATOR_USERNAME: username, VERIGATOR_PASSWORD: password, VERIGATOR_SERVICE_ID: serviceId };
}

/** Starts one Worker, or several as `workers`, on loopback. */
export function start(options) {
  return new Miniflare({ host: "127.0.0.1", cf: false, ...options });
}

/** Starts what ends with the test. */
export function run(t, options) {
  const worker = start(options);
  t.after(() => worker.dispose());
  return worker;
}

/** A browser's page whose backend has minted it a ticket. It has an address of its own. */
export async function openPage(api, worker, { origin = "https://shop.example", address = "192.0.2.1" } = {}) {
  const ticket = await tickets(secret).mint(api.user.id);
  const answers = [];
  const browse = async (url, init) => {
    const request = new Request(url, init);
    const headers = { ...Object.fromEntries(request.headers), origin, "cf-connecting-ip": address };
    const body = request.body ? await request.text() : undefined;
    const response = await worker.dispatchFetch(request.url, { method: request.method, headers, body });
    answers.push(response);
    return new globalThis.Response(await response.text(), {
      status: response.status,
      headers: [...response.headers],
    });
  };
  const page = Verigator.viaGateway(`${origin}/2fa`, { ticket, fetch: browse, timeoutMs: 60_000 });
  return { answers, me: page.me, attemptsLeft: async () => (await page.status()).attemptsLeft };
}

export function readReceipt(response) {
  const [, token] = /^verigator-receipt=([^;]+);/.exec(response.headers.getSetCookie()[0]);
  return tickets(secret).readReceipt(token);
}
