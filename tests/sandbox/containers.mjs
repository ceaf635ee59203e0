/**
 * Runs the services of a Compose file without Docker: each in a network namespace of Linux, as in a container of its own. They reach each other by their
 * names, and nothing else.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";

let networkCount = 0;

/** The reason why this machine cannot run them, or false. */
export const missing =
  process.platform !== "linux"
    ? "needs Linux"
    : process.getuid() !== 0
      ? "needs root, to create network namespaces"
      : !hasIp() && "needs the program ip";

function hasIp() {
  try {
    ip("netns", "list");
    return true;
  } catch {
    return false;
  }
}

function ip(...args) {
  execFileSync("ip", args, { stdio: ["ignore", "pipe", "pipe"] });
}

/** Connects a network namespace for each name, which is deleted with the test. Returns the names of the namespaces by the given ones. */
function openNetwork(t, names) {
  const network = `verigator-${process.pid}-${(networkCount += 1)}`;
  const namespaces = Object.fromEntries(names.map((name) => [name, `${network}-${name}`]));
  const hosts = ["127.0.0.1 localhost", ...names.map((name, index) => `${addressOf(index)} ${name}`)].join("\n");
  create(t, network);
  ip("-n", network, "link", "add", "bridge0", "type", "bridge");
  ip("-n", network, "link", "set", "bridge0", "up");
  for (const [index, namespace] of Object.values(namespaces).entries()) {
    create(t, namespace);
    // `ip netns exec` shows the files of this folder instead of those in /etc.
    const folder = `/etc/netns/${namespace}`;
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/hosts`, `${hosts}\n`);
    ip("-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", `port${index}`, "netns", network);
    ip("-n", network, "link", "set", `port${index}`, "master", "bridge0", "up");
    ip("-n", namespace, "address", "add", `${addressOf(index)}/24`, "dev", "eth0");
    for (const device of ["lo", "eth0"]) ip("-n", namespace, "link", "set", device, "up");
  }
  return namespaces;
}

const addressOf = (index) => `10.213.0.${index + 2}`;

function create(t, namespace) {
  ip("netns", "add", namespace);
  t.after(() => ip("netns", "delete", namespace));
}

/** Prepares the services of a Compose file, whose folder is mounted at the working directory of each. */
export function openContainers(t, { services }, folder) {
  const namespaces = openNetwork(t, Object.keys(services));

  function start(name, command, output = "pipe") {
    const { environment = {}, volumes, working_dir: workingFolder } = services[name];
    if (volumes.join() !== `.:${workingFolder}:ro`)
      throw new Error(`expected ${name} to mount the folder at its working directory, got ${volumes}`);
    const env = { PATH: process.env.PATH, ...environment };
    const child = spawn("ip", ["netns", "exec", namespaces[name], ...command], {
      cwd: folder,
      env,
      stdio: ["ignore", output, output],
    });
    const result = { output: "", child, ended: once(child, "close") };
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (result.output += data));
    t.after(async () => {
      child.kill("SIGKILL");
      await result.ended;
    });
    return result;
  }

  /** Starts a service after those that it depends on are healthy. Rejects if one of them ends. */
  async function up(name) {
    for (const dependency of Object.keys(services[name].depends_on ?? {})) await becomeHealthy(dependency);
    return start(name, services[name].command.split(" "));
  }

  async function becomeHealthy(name) {
    const service = await up(name);
    const [kind, ...command] = services[name].healthcheck.test;
    if (kind !== "CMD") throw new Error(`expected the health check of ${name} to be a CMD, got ${kind}`);
    for (let code; code !== 0; ) {
      [code] = await start(name, command, "ignore").ended;
      if (service.child.exitCode !== null) throw new Error(`${name} ended: ${service.output}`);
    }
  }

  /** Runs a service to its end, and resolves to its exit code and output. */
  async function run(name) {
    const service = await up(name);
    const [code] = await service.ended;
    return { code, output: service.output };
  }

  return { run };
}
