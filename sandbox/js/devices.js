/** The devices with the Verigator app. */
export class Devices {
  #engine;

  constructor(engine) {
    this.#engine = engine;
  }

  attach(phoneNumber) {
    const device = this.#engine.control("PUT", pathOf(phoneNumber));
    return new Device(this.#engine, device.phoneNumber);
  }

  get(phoneNumber) {
    const device = this.#engine.find(pathOf(phoneNumber));
    return device && new Device(this.#engine, JSON.parse(device).phoneNumber);
  }

  detach(phoneNumber) {
    this.#engine.control("DELETE", pathOf(phoneNumber));
  }
}

class Device {
  #engine;

  constructor(engine, phoneNumber) {
    this.#engine = engine;
    this.phoneNumber = phoneNumber;
    Object.freeze(this);
  }

  accounts() {
    return this.#fetchState().accounts;
  }

  code(userId) {
    return this.#findAccount(userId).code;
  }

  qrCode(userId) {
    this.#findAccount(userId);
    return this.#engine.find(`${pathOf(this.phoneNumber)}/qr-codes/${userId}`);
  }

  pushes() {
    return this.#fetchState().pushes.map((push) => ({ ...push, sentAt: new Date(push.sentAt) }));
  }

  #findAccount(userId) {
    const account = this.accounts().find((account) => account.userId === userId);
    if (!account) {
      throw new TypeError("userId: expected a user registered under the device's number");
    }
    return account;
  }

  #fetchState() {
    return this.#engine.control("GET", pathOf(this.phoneNumber));
  }
}

function pathOf(phoneNumber) {
  return `devices/${encodeURIComponent(phoneNumber)}`;
}
