/** The phones with the Verigator app. */
export class Devices {
  #core;

  constructor(core) {
    this.#core = core;
  }

  attach(phoneNumber) {
    const device = this.#core.control("PUT", pathOf(phoneNumber));
    return new Device(this.#core, device.phoneNumber);
  }

  get(phoneNumber) {
    const device = this.#core.find(pathOf(phoneNumber));
    return device && new Device(this.#core, JSON.parse(device).phoneNumber);
  }

  detach(phoneNumber) {
    this.#core.control("DELETE", pathOf(phoneNumber));
  }
}

class Device {
  #core;

  constructor(core, phoneNumber) {
    this.#core = core;
    this.phoneNumber = phoneNumber;
    Object.freeze(this);
  }

  accounts() {
    return this.#look().accounts;
  }

  code(userId) {
    const account = this.accounts().find((account) => account.userId === userId);
    if (!account) {
      throw new TypeError("userId: expected a user registered under the device's number");
    }
    return account.code;
  }

  qrCode(userId) {
    const image = this.#core.find(`${pathOf(this.phoneNumber)}/qr-codes/${encodeURIComponent(userId)}`);
    if (!image) {
      throw new TypeError("userId: expected a user registered under the device's number");
    }
    return image;
  }

  pushes() {
    return this.#look().pushes.map((push) => ({ ...push, sentAt: new Date(push.sentAt) }));
  }

  #look() {
    return this.#core.control("GET", pathOf(this.phoneNumber));
  }
}

function pathOf(phoneNumber) {
  return `devices/${encodeURIComponent(phoneNumber)}`;
}
