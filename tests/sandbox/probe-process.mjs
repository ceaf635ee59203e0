import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Sandbox } from "verigator/sandbox";
import { bin } from "./server-process.mjs";

const accounts = { "other-name": "other-secret" };

/** The environment variables of the second account. */
export const otherAccount = { VERIGATOR_OTHER_USERNAME: "other-name", VERIGATOR_OTHER_PASSWORD: "other-secret" };

/**
 * Serves a sandbox in this process. `rewriteRequest` and `rewriteResponse` may return another request and response, so that it contradicts rules.
 */
export async function serve(t, options = {}, { rewriteRequest, rewriteResponse } = {}) {
  const sandbox = new Sandbox({ username: "account-name", password: "account-secret", accounts, ...options });
  const server = createServer(async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const received = { method, url, headers, body: await text(incoming) };
    const request = (await rewriteRequest?.(received)) ?? received;
    try {
      const response = await send(sandbox, request);
      const rewritten = (await rewriteResponse?.(response, received)) ?? response;
      outgoing.writeHead(rewritten.status, rewritten.headers).end(rewritten.text);
    } catch {
      outgoing.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close().closeAllConnections());
  return { sandbox, url: `http://127.0.0.1:${server.address().port}` };
}

async function send(sandbox, { method, url, headers, body }) {
  const passed = ["x-service-auth", "content-type"].filter((name) => headers[name] !== undefined);
  const init = {
    method,
    redirect: "manual",
    headers: Object.fromEntries(passed.map((name) => [name, headers[name]])),
    body: body || undefined,
  };
  const response = await sandbox.fetch(`http://127.0.0.1${url}`, init);
  const { "content-length": _, ...others } = Object.fromEntries(response.headers);
  return { status: response.status, headers: others, text: await response.text() };
}

/** Starts the probe. `onPrompt` is called with all prompts so far, and returns the line to type, or undefined to end the input. */
export function startProbe(t, url, { args = [], environment = {}, onPrompt } = {}) {
  const credentials = { VERIGATOR_USERNAME: "account-name", VERIGATOR_PASSWORD: "account-secret" };
  const child = spawn(process.execPath, [bin, "probe", ...(url ? ["--base-url", url] : []), ...args], {
    env: { PATH: process.env.PATH, ...credentials, ...environment },
    stdio: "pipe",
  });
  t.after(() => child.kill("SIGKILL"));
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => (output.stdout += data));
  child.stderr.on("data", async (data) => {
    output.stderr += data;
    if (!onPrompt || !/(\): |\[y\/n\] )$/.test(output.stderr)) return;
    const line = await onPrompt(output.stderr);
    if (line === undefined) child.stdin.end();
    else child.stdin.write(`${line}\n`);
  });
  if (!onPrompt) child.stdin.end();
  const closed = once(child, "close").then(([code]) => ({ code, ...output }));

  /** Closes the probe's output and signals it, as a terminal that closes does. */
  function hangUp() {
    child.stdout.destroy();
    child.stderr.destroy();
    child.kill("SIGHUP");
  }

  return { closed, hangUp, kill: (signal) => child.kill(signal) };
}

/** Runs the probe and returns exit code and output. */
export function probe(t, url, options) {
  return startProbe(t, url, options).closed;
}

/** Types the PINs of the sandbox's SMS messages, and agrees to all questions. */
export function typePins(sandbox, phoneNumber) {
  return (prompts) => (prompts.endsWith("[y/n] ") ? "y" : sandbox.inbox.messages(phoneNumber).at(-1).pin);
}

/** Returns the rules of a state, each with its details, as one line without line breaks. */
export function rulesOf({ stdout }, state) {
  const states = /^(confirmed|contradicted|not seen) +/;
  const entries = stdout.split("\n\n")[1].split(/\n(?=\S)/);
  return entries
    .filter((entry) => states.exec(entry)?.[1] === state)
    .map((entry) => entry.replace(states, "").replace(/\s+/g, " "));
}

/** Returns how many services and users the sandbox has. */
export function countResources(sandbox) {
  const { services, users } = sandbox.snapshot().state.directory;
  return services.length + users.length;
}
