import { execFileSync } from "node:child_process";
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
  const flags = [
    "--port",
    port,
    "--bind",
    "127.0.0.1",
    "--dir",
    folder,
    "--save",
    "",
    "--appendonly",
    "yes",
    "--appendfsync",
    "always",
  ];
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

/** Opens a cluster of three servers without replicas. */
export async function openRedisCluster(after) {
  const folder = mkdtempSync(join(tmpdir(), "verigator-cluster-"));
  const nodes = [];
  after(async () => {
    await Promise.all(nodes.map(({ child }) => endServer(child, "SIGKILL")));
    rmSync(folder, { recursive: true });
  });
  for (let index = 0; index < 3; index += 1) {
    // The bus of a cluster uses a second port, by default 10,000 higher, which need not be free.
    const [port, busPort] = [await freePort(), await freePort()];
    const flags = [
      "--port",
      port,
      "--cluster-port",
      busPort,
      "--bind",
      "127.0.0.1",
      "--dir",
      folder,
      "--save",
      "",
      "--cluster-enabled",
      "yes",
      "--cluster-config-file",
      `nodes-${index}.conf`,
    ];
    nodes.push({
      port,
      child: await startServer(find("redis-server", "valkey-server"), flags.map(String), "Ready to accept connections"),
    });
  }
  const command = (port, ...words) =>
    execFileSync(find("redis-cli", "valkey-cli"), ["-h", "127.0.0.1", "-p", String(port), ...words], {
      encoding: "utf8",
    });
  command(nodes[0].port, "--cluster", "create", ...nodes.map(({ port }) => `127.0.0.1:${port}`), "--cluster-yes");
  while (nodes.some(({ port }) => !command(port, "CLUSTER", "INFO").includes("cluster_state:ok")))
    await new Promise((resolve) => setImmediate(resolve));
  return {
    url: `redis://127.0.0.1:${nodes[0].port}`,
    keyCounts: async () => nodes.map(({ port }) => Number(command(port, "DBSIZE"))),
  };
}
