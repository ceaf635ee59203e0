import { connectSandbox } from "verigator/sandbox";

/** Uses a space as a test would, in any runtime, and returns what happened. */
export async function runFlow(url, space) {
  const sandbox = await connectSandbox(url, { space });
  const number = "+3725555555";
  await sandbox.seed({
    services: [
      {
        id: "3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b",
        fqdn: "a.com",
        name: "A",
        users: [{ id: "7d9f1c52-0a3e-4c1d-8b57-2f4f6f9f1e10", username: "ann", phoneNumber: number }],
      },
    ],
  });
  const waiting = sandbox.inbox.waitFor(number, { timeoutMs: 60_000 });
  const path =
    "v1/service/service/3f0e7a4e-58b7-4b8e-9d0c-5b0d0c1f2a3b/users/7d9f1c52-0a3e-4c1d-8b57-2f4f6f9f1e10/auth";
  const headers = { "X-Service-Auth": `${sandbox.username}:${sandbox.password}` };
  await (await fetch(`${sandbox.baseUrl}/${path}`, { method: "POST", headers, body: '{"method":"sms"}' })).text();
  const { to } = await waiting;
  const controller = new AbortController();
  const aborted = sandbox.inbox.waitFor(number, { signal: controller.signal }).catch((reason) => reason);
  controller.abort("enough");
  const statuses = (await sandbox.requests()).map(({ status }) => status);
  await sandbox[Symbol.asyncDispose]();
  return { to, statuses, reason: await aborted };
}
