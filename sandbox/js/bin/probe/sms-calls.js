import { shortPath } from "./free-calls.js";
import { idOf } from "./session.js";

/** How many SMS messages a run sends at most. */
export const maxMessages = 3;

const wrongPinsToThrottle = 5;

/**
 * Sends the calls that send an SMS, and checks the PINs that the user types.
 *
 * A start without a clear response may have sent its SMS, so it ends this part: no message is sent twice.
 */
export async function sendSmsCalls(session, { service, users }, phoneNumber, terminal) {
  const json = { id_in_service: `probe-sms-${service.tag}@example.com`, phone_number: phoneNumber };
  const exchange = await session.call("register the user of the SMS", "POST", users, { json });
  const id = idOf(exchange.json);
  if (!session.createdUsers.has(id)) return;
  const part = new SmsPart(session, `${users}/${encodeURIComponent(id)}/auth`, terminal);
  const replaced = await part.checkFirstMessage(service.fqdn);
  if (replaced !== undefined && (await part.checkSecondMessage(replaced))) await part.checkThirdMessage();
}

class SmsPart {
  constructor(session, path, terminal) {
    Object.assign(this, { session, path, terminal });
  }

  /** Starts an authentication and sends a wrong PIN. Returns the PIN of the SMS, which it does not send. */
  async checkFirstMessage(fqdn) {
    if (!(await this.start("start by SMS", this.path, "sms"))) return undefined;
    const pin = await this.askPin("1");
    if (pin === undefined) return undefined;
    const hasLine = await this.terminal.confirm(`Does the SMS end with the line "@${fqdn} #" and the PIN?`);
    this.recordMessage(pin, hasLine);
    await this.verify("verify a wrong PIN", wrongPin(pin));
    // Not 0 at the start, so that the number has the digits of a PIN.
    await this.verify("verify a number after a start", Number(`1${wrongPin(pin).slice(1)}`));
    return pin;
  }

  /** Starts by the short path, which replaces the first authentication. Returns whether the part can go on. */
  async checkSecondMessage(replacedPin) {
    const isStarted =
      (await this.start("start by the short path", shortPath(this.path), "sms")) ||
      (this.isNotFound("start by the short path") && (await this.start("start by SMS again", this.path, "sms")));
    const pin = isStarted ? await this.askPin("2") : undefined;
    if (pin === undefined) return false;
    await this.verify("verify a wrong PIN by the short path", wrongPin(pin), shortPath(this.path));
    if (pin !== replacedPin) await this.verify("verify the replaced PIN", replacedPin);
    await this.verify("verify the right PIN", pin);
    await this.verify("verify the right PIN again", pin);
    return true;
  }

  /** Starts by TOTP, which falls back to an SMS, and sends the right PIN after too many wrong ones. */
  async checkThirdMessage() {
    if (!(await this.start("start by TOTP", this.path, "totp"))) return;
    if (this.session.exchanges.get("start by TOTP").json?.method !== "sms") return;
    const pin = await this.askPin("3");
    if (pin === undefined) return;
    for (let count = 1; count <= wrongPinsToThrottle; count += 1) {
      await this.verify(`verify wrong PIN ${count} of ${wrongPinsToThrottle}`, wrongPin(pin));
    }
    await this.verify("verify the right PIN after 5 wrong ones", pin);
  }

  /** Starts an authentication. Returns whether the response is a success. */
  async start(name, path, method) {
    const { status } = await this.session.call(name, "POST", path, { json: { method } });
    return status >= 200 && status < 300;
  }

  isNotFound(name) {
    return this.session.exchanges.get(name).status === 404;
  }

  verify(name, token, path = this.path) {
    this.session.redactor.addPin(String(token));
    return this.session.call(name, "PUT", path, { json: { token } });
  }

  /** Asks for a PIN until the input consists of digits. Nothing, or the end of the input, ends the part. */
  async askPin(number) {
    let pin;
    do {
      pin = (await this.terminal.ask(`PIN of SMS ${number} of ${maxMessages} (nothing to end this part): `))?.trim();
    } while (pin && !/^\d{3,12}$/.test(pin));
    if (!pin) return undefined;
    this.session.redactor.addPin(pin);
    return pin;
  }

  /** Records what the user saw, beside the exchanges. */
  recordMessage(pin, hasLine) {
    const received = `a PIN of ${pin.length} digits, ${hasLine ? "with" : "without"} the line`;
    this.session.exchanges.set("read the SMS", { name: "read the SMS", pinLength: pin.length, hasLine, received });
  }
}

/** Returns another PIN of the same length. */
function wrongPin(pin) {
  const last = (Number(pin.at(-1)) + 1) % 10;
  return pin.slice(0, -1) + last;
}
