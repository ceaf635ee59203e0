import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../browsers/free-port.mjs";
import { find } from "../../page/programs.mjs";
import { endServer, isRunning, startServer } from "./server-process.mjs";

/** Opens a Redis or Valkey server on a free port, which persists each command before it replies. It ends with the tests. */
export async function openRedis(after) {
  const folder = mkdtempSync(join(tmpdir(), "verigator-redis-"));
  const port = await freePort();
  const flags = ["--port", port, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "yes", "--appendfsync", "always"];
  let child;

  async function start() {
    if (child && isRunning(child)) return;
    child = await startServer(find("redis-server", "valkey-server"), flags.map(String), "Ready to accept connections");
  }

  const stop = () => endServer(child, "SIGKILL");

  after(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });
  await start();
  return { url: `redis://127.0.0.1:${port}`, start, stop };
}
