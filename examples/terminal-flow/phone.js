import { createInterface } from "node:readline/promises";
import { sms } from "./terminal.js";

/** The phone of the sandbox: its messages can be read. */
export function sandboxPhone(sandbox, phoneNumber) {
  const lastMessage = () => {
    const message = sandbox.inbox.messages(phoneNumber).at(-1);
    if (message) return message;
    throw new Error("expected an SMS in the sandbox's inbox, found none");
  };
  return {
    phoneNumber,
    show: () => sms(lastMessage()),
    pin: async () => lastMessage().pin,
    wrongPin: () => lastMessage().pin.replace(/\d/g, (digit) => (Number(digit) + 1) % 10),
  };
}

/** The phone of whoever sits at the terminal. */
export function askedFor(phone) {
  return { ...phone, pin: () => ask("PIN: ") };
}

/** A real phone, which nobody but its owner can read. */
export async function realPhone() {
  const phoneNumber = process.env.VERIGATOR_PHONE_NUMBER || (await ask("Phone number, with its country prefix: "));
  return askedFor({ phoneNumber, show() {}, wrongPin: () => "000000" });
}

async function ask(question) {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise((_, reject) => prompt.once("close", () => reject(new Error("the input ended before an answer"))));
  try {
    return (await Promise.race([prompt.question(`     ${question}`), closed])).trim();
  } finally {
    closed.catch(() => {});
    prompt.close();
  }
}
