/** The trusted devices of users, in the store of the limits. */
import { loadCore } from "./loading.js";
import { checkUserId } from "./users.js";

const devicesOf = new WeakMap();

/** Makes the devices known to `trustedDevices`, which gets the gateway. */
export function rememberDevices(gateway, devices) {
  devicesOf.set(gateway, devices);
}

/** Returns the devices of a gateway, undefined for any other value. */
export function devicesOfGateway(gateway) {
  return devicesOf.get(gateway);
}

/** Each method rejects with a TypeError for an id that can't be a user's, and with a StoreError if the store fails. */
export class Devices {
  #core = loadCore();
  #settings;
  #calls;
  #createNumber;
  #reporter;

  constructor(settings, calls, createNumber, reporter) {
    this.#settings = settings;
    this.#calls = calls;
    this.#createNumber = createNumber;
    this.#reporter = reporter;
  }

  now() {
    return this.#settings.now();
  }

  /** Resolves to the `id` and the `number` of a new device, undefined for a user whose PIN was not right a moment ago. */
  async trust(userId, validMs) {
    const id = this.#createNumber();
    const number = await this.#decide(userId, "trustDeviceEvent", id, this.#createNumber(), validMs);
    return number === undefined ? undefined : { id, number };
  }

  /** Whether the device is trusted. */
  async isTrusted(userId, { id, number }) {
    return (await this.#decide(userId, "checkDeviceEvent", id, number)) !== undefined;
  }

  /** Resolves to the number that replaces the device's, undefined if the device is not trusted. */
  rotate(userId, { id, number }) {
    return this.#decide(userId, "rotateDeviceEvent", id, number, this.#createNumber());
  }

  async forget(userId) {
    await this.#decide(userId, "forgetDevicesEvent");
  }

  async #decide(userId, event, ...values) {
    const { rules } = this.#settings;
    checkUserId(userId, rules, this.#reporter);
    try {
      return this.#core.deviceNumber(await this.#calls.apply(...rules[event](this.now(), userId, ...values)));
    } catch (error) {
      this.#reporter.emit("store_failed", { userId, detail: error.detail });
      throw error;
    }
  }
}
