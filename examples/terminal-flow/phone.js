import { normalizePin } from "verigator";
import { ask, sms } from "./terminal.js";

/** A phone in the sandbox, whose messages the flow can read. */
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

/** The same phone, with a PIN that the user types in the terminal. */
export function withTypedPin(phone) {
  return { ...phone, isTyped: true, pin: async () => normalizePin(await ask("PIN: ")) };
}

/** A real phone, whose messages only its owner can read. */
export async function realPhone() {
  const phoneNumber = process.env.VERIGATOR_PHONE_NUMBER || (await ask("Phone number, with its country prefix: "));
  return withTypedPin({ phoneNumber, show() {}, wrongPin: () => "000000" });
}
