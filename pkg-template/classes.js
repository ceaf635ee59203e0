import { Service, User, Verigator, initSync } from "./glue.js";
import { createLoader } from "./loader.js";

export const { provide, load } = createLoader(initSync);

/** Loads ahead of time what the first constructor would load. */
export async function init() {
  load();
}

/** A class whose constructor loads the wasm first. */
function loading(Class) {
  const construct = (target, values, newTarget) => {
    load();
    return Reflect.construct(target, values, newTarget);
  };
  return new Proxy(Class, { construct });
}

const LoadingService = loading(Service);
const LoadingUser = loading(User);
const LoadingVerigator = loading(Verigator);

export { LoadingService as Service, LoadingUser as User, LoadingVerigator as Verigator };
