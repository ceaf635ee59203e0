import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort } from "../../browsers/free-port.mjs";
import { endServer, isRunning, startServer } from "./server-process.mjs";

/** Debian installs the programs of each version in a separate folder that is not on the PATH. */
const debianFolder = "/usr/lib/postgresql";

/** Opens a PostgreSQL server on a free port, with an empty database. It ends with the tests. */
export async function openPostgres(after) {
  const folder = mkdtempSync(join(tmpdir(), "verigator-postgres-"));
  const owner = findOwner();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const options = { ...owner, cwd: folder };
  execFileSync(
    program("initdb"),
    [
      "--pgdata",
      folder,
      "--username",
      "verigator",
      "--auth",
      "trust",
      "--encoding",
      "UTF8",
      "--locale",
      "C",
      "--no-sync",
    ],
    { ...options, stdio: "ignore" },
  );
  const port = await freePort();
  const flags = [
    "-D",
    folder,
    "-p",
    String(port),
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "unix_socket_directories=",
    "-c",
    "fsync=off",
  ];
  let child;

  async function start() {
    if (child && isRunning(child)) return;
    child = await startServer(program("postgres"), flags, "ready to accept connections", options);
  }

  /** Stops it immediately, like a crash. It recovers at the next start. */
  const stop = () => endServer(child, "SIGQUIT");

  after(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });
  await start();
  return { url: `postgres://verigator@127.0.0.1:${port}/postgres`, start, stop };
}

/** Opens pgbouncer in transaction mode before a server: each transaction of a client may get another connection. It ends with the tests. */
export async function openPgbouncer(after, serverUrl) {
  const folder = mkdtempSync(join(tmpdir(), "verigator-pgbouncer-"));
  const owner = findOwner();
  const { hostname, port: serverPort, username } = new URL(serverUrl);
  const port = await freePort();
  const file = join(folder, "pgbouncer.ini");
  const lines = [
    "[databases]",
    `postgres = host=${hostname} port=${serverPort} dbname=postgres user=${username}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    "default_pool_size = 4",
    "max_client_conn = 500",
  ];
  writeFileSync(file, lines.join("\n"));
  if (owner) for (const path of [folder, file]) chownSync(path, owner.uid, owner.gid);
  const child = await startServer(program("pgbouncer"), [file], "process up", { ...owner, cwd: folder });
  after(async () => {
    await endServer(child, "SIGINT");
    rmSync(folder, { recursive: true });
  });
  return { url: `postgres://${username}@127.0.0.1:${port}/postgres` };
}

function program(name) {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => b - a) : [];
  const folders = [
    ...versions.map((version) => join(debianFolder, version, "bin")),
    ...process.env.PATH.split(delimiter),
    "/usr/sbin",
  ];
  const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!file)
    throw new Error(
      `expected ${name} on the PATH or in ${debianFolder}, found none; on Debian: apt-get install postgresql pgbouncer`,
    );
  return file;
}

/** The user that the server runs as, since it does not run as root. Undefined for the user of the tests. */
function findOwner() {
  if (process.getuid() !== 0) return undefined;
  const id = (flag) => Number(execFileSync("id", [flag, "postgres"]));
  return { uid: id("-u"), gid: id("-g") };
}
