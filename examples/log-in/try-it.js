import { createInterface } from "node:readline/promises";
import { enroll, finish, start } from "./log-in.js";

const terminal = createInterface({ input: process.stdin, output: process.stdout });
const phoneNumber = await terminal.question("Phone number, for example +46701740605: ");
const id = await enroll(`ada-${Date.now()}@example.com`, phoneNumber.trim()); // each name is accepted once
console.log(await start(id));

for (;;) {
  const pin = await terminal.question("PIN, or nothing to get another one: ");
  const hint = pin ? await finish(id, pin) : await start(id);
  if (!hint) break;
  console.log(hint);
}
console.log("Logged in.");
terminal.close();
