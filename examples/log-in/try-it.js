import { createInterface } from "node:readline/promises";
import { enroll, finish, start } from "./log-in.js";

const terminal = createInterface({ input: process.stdin, output: process.stdout });
const phoneNumber = await terminal.question("Phone number, for example +3725555501: ");
const id = await enroll(`ada-${Date.now()}@example.com`, phoneNumber); // each name is accepted once
console.log(await start(id));

let hint;
while ((hint = await finish(id, await terminal.question("PIN: ")))) console.log(hint);
console.log("Logged in.");
terminal.close();
