import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test as base } from "@playwright/test";
import { connectSandbox } from "verigator/sandbox";

export const test = base.extend({
  sandbox: [
    async ({}, use, { parallelIndex }) => {
      const sandbox = await connectSandbox("http://127.0.0.1:8787", { space: `worker-${parallelIndex}` });
      await use(sandbox);
      await sandbox[Symbol.asyncDispose]();
    },
    { scope: "worker" },
  ],
  // Your application, which prints its URL when it is ready.
  application: [
    async ({ sandbox }, use) => {
      const { baseUrl, username, password } = sandbox;
      const account = { VERIGATOR_BASE_URL: baseUrl, VERIGATOR_USERNAME: username, VERIGATOR_PASSWORD: password };
      const env = { ...process.env, ...account, PORT: "0" };
      const server = spawn("node", ["server.js"], { env, stdio: ["ignore", "pipe", "inherit"] });
      const exited = once(server, "exit").then(([code]) => {
        throw new Error(`the application exited with ${code} before it printed its URL`);
      });
      const [url] = await Promise.race([once(createInterface({ input: server.stdout }), "line"), exited]);
      await use(url);
      server.kill();
    },
    { scope: "worker" },
  ],
  baseURL: ({ application }, use) => use(application),
});
