import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export default async function setup(project) {
  const options = { stdio: ["ignore", "pipe", "inherit"] };
  const server = spawn("node_modules/.bin/verigator", ["sandbox", "--port", "0", "--json"], options);
  const [line] = await once(createInterface({ input: server.stdout }), "line");
  project.provide("sandboxUrl", JSON.parse(line).url);
  return () => server.kill();
}
