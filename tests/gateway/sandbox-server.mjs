import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const manifest = createRequire(import.meta.url).resolve("verigator/package.json");
const bin = join(dirname(manifest), createRequire(import.meta.url)(manifest).bin.verigator);

/** Runs `verigator sandbox` of the installed package on a free port, with a unique password, until the test ends. */
export async function serveSandbox(t) {
  const child = spawn(process.execPath, [bin, "sandbox", "--port", "0", "--json", "--password", "canary-password"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  t.after(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, "line");
  const { url, username, password } = JSON.parse(line);

  async function control(method, path, body) {
    const response = await fetch(`${url}/_sandbox/${path}`, { method, body: body && JSON.stringify(body) });
    return response.json();
  }

  return {
    url,
    username,
    password,
    requests: async () => (await control("GET", "requests")).requests,
    messages: async () => (await control("GET", "inbox")).messages,
    /** Takes the next SMS to the number. */
    readPin: async (to) => (await control("POST", "inbox/next", { to })).message.pin,
  };
}
