import { ask, sms } from "./terminal.js";

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

/** A phone whose owner sits at the terminal and types the PIN. */
export function typedByOwner(phone) {
  return { ...phone, isTyped: true, pin: () => ask("PIN: ") };
}

/** A real phone, which nobody but its owner can read. */
export async function realPhone() {
  const phoneNumber = process.env.VERIGATOR_PHONE_NUMBER || (await ask("Phone number, with its country prefix: "));
  return typedByOwner({ phoneNumber, show() {}, wrongPin: () => "000000" });
}
