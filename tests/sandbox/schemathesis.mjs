/**
 * Holds the server against its own OpenAPI document, by schemathesis: thousands of requests that somebody could send, well-formed and not, none
 * of which may fail the server or be answered by what the document does not know.
 *
 * The argument is how many examples to send to each call. A thousand take ten minutes of one core, most of it spent on making them.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const examples = process.argv[2] ?? "1000";
const checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
const flags = [
  "--include-path-regex", "^/v1/",
  "--checks", checks,
  "--phases", "coverage,fuzzing",
  "--max-examples", examples,
  "--workers", "2",
  "--generation-deterministic",
  "--no-color",
  "--header", "X-Service-Auth: sandbox:sandbox",
];

const bin = fileURLToPath(new URL("node_modules/verigator/sandbox/bin/verigator.js", import.meta.url));
const server = spawn(process.execPath, [bin, "sandbox", "--port", "0", "--seed", "1", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
try {
  const lines = createInterface({ input: server.stdout });
  const [line] = await once(lines, "line");
  const { url } = JSON.parse(line);
  const schemathesis = spawn("schemathesis", ["run", `${url}/_sandbox/openapi.json`, ...flags], { stdio: "inherit" });
  [process.exitCode] = await once(schemathesis, "exit");
} finally {
  server.kill();
}
