import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);
const clients = ["ofetch", "ky", "@prelude.so/sdk", "stytch", "stripe", "openai", "twilio"];
const tools = ["esbuild", "miniflare", "binaryen"];

/** Returns the versions of the package, the other clients, the tools and the runtimes, and the processor. */
export async function machine() {
  return {
    package: await versionOf("verigator", ".."),
    clients: await Promise.all(clients.map(async (name) => `${name} ${await versionOf(name, "..")}`)),
    tools: await Promise.all(tools.map(async (name) => `${name} ${await versionOf(name, "../..")}`)),
    runtimes: [
      `Node ${process.versions.node}`,
      await versionBy("chromium"),
      await versionBy("firefox-esr", "firefox"),
      await versionBy("rustc"),
    ],
    processor: `${cpus().length} × ${cpus()[0].model.trim()}`,
  };
}

async function versionOf(name, folder) {
  return JSON.parse(await readFile(new URL(`${folder}/node_modules/${name}/package.json`, import.meta.url), "utf8"))
    .version;
}

async function versionBy(...programs) {
  for (const program of programs) {
    const { stdout } = await run(program, ["--version"]).catch(() => ({}));
    if (stdout) return stdout.trim().split(/ built| \(/)[0];
  }
  return `${programs[0]} unknown`;
}
