import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Starts the server in a separate process, so that its work is not measured. It also serves the files of `folder`, if given. */
export async function startServer(folder = "") {
  const child = fork(fileURLToPath(new URL("./server-process.mjs", import.meta.url)), [folder]);
  const port = await new Promise((resolve, reject) => {
    child
      .once("message", resolve)
      .once("exit", (status) => reject(new Error(`expected the server to listen, but it ended with status ${status}`)));
  });
  return { url: `http://127.0.0.1:${port}`, close: () => child.kill() };
}
