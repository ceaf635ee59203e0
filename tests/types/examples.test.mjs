/** Type-checks every `@example` of the declarations, and runs those of the client and the sandbox. Files of `examples/` run the gateway's. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { normalizePin, NumberVerification, Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

/** What the code around an example imports and declares. */
const surroundings = `
import { createServer } from "node:http";
import { Redis } from "ioredis";
import postgres from "postgres";
import { createClient } from "redis";
import { normalizePin, NumberVerification, Service, Verigator } from "verigator";
import { compareAndSwapLimits, d1Limits, denoKvLimits, type Gateway, nodeRequest, postgresLimits, redisLimits, toNodeHandler, trustedDevices } from "verigator/gateway";
import { connectSandbox, Sandbox } from "verigator/sandbox";
declare const gateway: Gateway, service: Service;
declare const password: string, pin: string, request: Request, secret: string, serviceId: string, userId: string, username: string;
declare namespace express { type Request = { session: { verigatorId?: string } } }
declare const app: { all(path: string, handle: (request: any, reply: any) => unknown): void, use(handler: unknown): void };
declare const Deno: { openKv(): Promise<unknown> }, neon: any, pg: any, table: any;
declare const client: { customCommand(command: string[]): Promise<unknown> }, createCluster: any, env: { DB: unknown };
declare global { namespace NodeJS { interface ProcessEnv { DATABASE_URL: string, REDIS_URL: string, UPSTASH_REDIS_REST_URL: string } } }
`;

const files = ["index.d.ts", "sandbox/index.d.ts", "gateway/index.d.ts"];
const examples = (await Promise.all(files.map(examplesOf))).flat();

/** Returns the code of each example of a declaration file, with or without a fence. */
async function examplesOf(file) {
  const text = await readFile(join(import.meta.dirname, "node_modules/verigator", file), "utf8");
  const comments = [...text.matchAll(/\/\*\*.*?\*\//gs)].map(([comment]) =>
    comment.replaceAll(/^[ \t]*\*\/?[ \t]?/gm, ""),
  );
  const tags = comments.flatMap((comment) => comment.split(/^@/m).slice(1));
  const codes = tags.filter((tag) => tag.startsWith("example\n")).map((tag) => tag.slice("example\n".length));
  return codes.map((code) => ({ file, code: code.replaceAll(/^```.*$/gm, "").trim() }));
}

test("every example has the right types", async (t) => {
  assert.ok(examples.length >= 16, `expected the examples, found ${examples.length}`);
  await mkdir(join(import.meta.dirname, ".examples"), { recursive: true });
  const folder = await mkdtemp(join(import.meta.dirname, ".examples/"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, "examples.mts"),
    surroundings + examples.map(({ code }) => `async () => {\n${code}\n};\n`).join(""),
  );
  const tools = join(import.meta.dirname, "../node_modules");
  const strictness = ["--strict", "--exactOptionalPropertyTypes", "--skipLibCheck"];
  const language = [
    "--target",
    "es2022",
    "--lib",
    "es2022,dom,esnext.disposable",
    "--module",
    "nodenext",
    "--types",
    "node",
    "--typeRoots",
    join(tools, "@types"),
  ];
  const compiler = [
    join(tools, "typescript/bin/tsc"),
    "--noEmit",
    "--ignoreConfig",
    ...strictness,
    ...language,
    "examples.mts",
  ];
  await promisify(execFile)(process.execPath, compiler, { cwd: folder }).catch(({ stdout }) => assert.fail(stdout));
});

for (const { file, code } of examples.filter(
  ({ file, code }) => file === "index.d.ts" || code.includes("new Sandbox("),
)) {
  test(`an example of ${file} runs: ${code.split("\n").at(-1)}`, async (t) => {
    const sandbox = new Sandbox();
    t.mock.method(globalThis, "fetch", sandbox.fetch);
    const { username, password } = sandbox;
    const service = await new Verigator(username, password).createService("Coffee Shop", "coffeeshop.com");
    const user = await service.registerUser("user@example.com", "+3725555555");
    const env = {
      MESSENTE_USERNAME: username,
      MESSENTE_PASSWORD: password,
      VERIGATOR_USERNAME: username,
      VERIGATOR_PASSWORD: password,
    };
    const names = {
      NumberVerification,
      Sandbox,
      Verigator,
      normalizePin,
      password,
      pin: "000000",
      process: { env },
      service,
      serviceId: service.id,
      userId: user.id,
      username,
    };
    // The block lets an example declare a variable with the name of a parameter.
    await new (async () => {}).constructor(...Object.keys(names), `{\n${code}\n}`)(...Object.values(names));
  });
}
