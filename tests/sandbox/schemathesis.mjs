/**
 * Tests the server against its own OpenAPI document with schemathesis: thousands of valid and invalid requests, none of which may cause a
 * server error or an undocumented response.
 *
 * The arguments are the tag of an API in the document and the number of examples per operation. A thousand take about 80 seconds of one core
 * for the Verigator API, and two minutes for the control API.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { checkExampleCounts, listOperations } from "./schemathesis/operations.mjs";
import { seedServer } from "./schemathesis/seed.mjs";

/** The dose in `cargo xtask test`, and how many times as much is wanted. */
const defaultExamples = 100;
const { SOAK = "1" } = process.env;

const [tag, examples = String(defaultExamples * SOAK)] = process.argv.slice(2);
const checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

const bin = fileURLToPath(new URL("node_modules/verigator/sandbox/bin/verigator.js", import.meta.url));
const server = spawn(process.execPath, [bin, "sandbox", "--port", "0", "--seed", "1", "--json"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const folder = mkdtempSync(join(tmpdir(), "verigator-schemathesis-"));
try {
  const [line] = await once(createInterface({ input: server.stdout }), "line");
  await check(JSON.parse(line));
} finally {
  server.kill();
  rmSync(folder, { recursive: true });
}

async function check(account) {
  const url = `${account.url}/_sandbox/openapi.json`;
  const document = await (await fetch(url)).json();
  const operations = listOperations(document, tag);
  const flags = [
    "--header",
    `X-Service-Auth: ${account.username}:${account.password}`,
    ...operations.flatMap(({ id }) => ["--include-operation-id", id]),
  ];
  writeFileSync(join(folder, "seeded.json"), JSON.stringify(await seedServer(account)));
  process.exitCode = await runSchemathesis([url, ...flags]);
  if (process.exitCode === 0)
    checkExampleCounts(
      operations,
      JSON.parse(readFileSync(join(folder, "example-counts.json"), "utf8")),
      Number(examples),
    );
}

async function runSchemathesis(flags) {
  const here = fileURLToPath(new URL("schemathesis/", import.meta.url));
  const generation = [
    "--phases",
    "coverage,fuzzing",
    "--max-examples",
    examples,
    "--generation-deterministic",
    "--warnings",
    "off",
  ];
  const child = spawn(
    "schemathesis",
    [
      "--config-file",
      join(here, "schemathesis.toml"),
      "run",
      ...flags,
      "--checks",
      checks,
      ...generation,
      "--no-color",
    ],
    {
      stdio: "inherit",
      cwd: folder,
      env: { ...process.env, SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: "1" },
    },
  );
  const [code] = await once(child, "exit");
  return code;
}
