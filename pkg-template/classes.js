/**
 * The glue's classes, with what wasm-bindgen can't express: a check of `this`, fields that a console shows, promises that
 * reject where the glue would throw, and loading on first use.
 */
import * as glue from "./glue.js";
import { InvalidInvocationError } from "./errors.js";
import { createLoader } from "./loader.js";

export const { provide, load } = createLoader(glue.initSync);

/** Loads ahead of time what the first constructor would load. */
export async function init() {
  load();
}

/** Methods that reject, and never throw. */
const promising = new Set([
  "createService", "getService", "get", "registerUser", "getUser", "getUsers", "delete",
  "authenticateUsingTotp", "authenticateUsingSms", "verifyPin", "status",
]);

/** Methods that have nothing left to do on a freed object, and no cause to complain. */
const freeing = new Set(["free", Symbol.dispose]);

/**
 * Guards each method of the class, and gives each object its data as fields of its own: those print in every console,
 * and survive spread and `structuredClone`. The name is set because bundlers rename the glue's classes.
 */
function complete(className, Class, fields) {
  Object.defineProperty(Class, "name", { value: className, configurable: true });
  const { prototype } = Class;
  const members = Object.getOwnPropertyDescriptors(prototype);
  const pointers = keepPointersAside(prototype, fields.map((name) => [name, members[name].get]));
  const guard = (method, name) => function (...values) {
    try {
      if (pointers.get(this) > 0) return method.apply(this, values);
      if (pointers.has(this) && freeing.has(name)) return undefined;
      const found = pointers.has(this) ? "one that was freed" : "something else";
      throw new Error(`expected this to be a ${Class.name}, got ${found}`);
    } catch (thrown) {
      return fail(Class, name, thrown);
    }
  };
  for (const name of Reflect.ownKeys(members)) {
    if (name === "constructor" || name === "__destroy_into_raw") continue;
    const member = members[name];
    const kind = member.get ? "get" : "value";
    Object.defineProperty(prototype, name, { ...member, [kind]: guard(member[kind], name) });
  }
  return completeConstructor(Class);
}

/** The glue sets the pointer as soon as an object is made. An own property would show in consoles, and could be forged. */
function keepPointersAside(prototype, fields) {
  const pointers = new WeakMap();
  Object.defineProperty(prototype, "__wbg_ptr", {
    get() {
      return pointers.get(this) ?? 0;
    },
    set(pointer) {
      pointers.set(this, pointer);
      if (pointer === 0) return;
      for (const [name, read] of fields) {
        const value = read.call(this);
        if (value !== undefined) Object.defineProperty(this, name, { value, enumerable: true });
      }
    },
  });
  return pointers;
}

function completeConstructor(Class) {
  for (const name of ["get", "viaGateway"].filter((name) => name in Class)) {
    const method = Class[name];
    Class[name] = (...values) => {
      load();
      return attempt(Class, name, () => method(...values));
    };
  }
  const completed = new Proxy(Class, {
    construct(target, values, newTarget) {
      load();
      return attempt(Class, "constructor", () => Reflect.construct(target, values, newTarget));
    },
  });
  Object.defineProperty(Class.prototype, "constructor", { value: completed, configurable: true, writable: true });
  return completed;
}

/** Runs a constructor or a static method. */
function attempt(Class, name, run) {
  try {
    return run();
  } catch (thrown) {
    return fail(Class, name, thrown);
  }
}

/** What the glue itself refuses becomes an error of the package. */
function fail(Class, name, thrown) {
  const place = name === "constructor" ? `new ${Class.name}` : `${Class.name}.${String(name)}`;
  const error = named(place, thrown);
  if (promising.has(name)) return Promise.reject(error);
  throw error;
}

function named(place, thrown) {
  const [, expected] = /^expected instance of (\w+)$/.exec(thrown?.message) ?? [];
  if (expected) return new InvalidInvocationError(`${place}: expected a ${expected}, got something else`);
  if (/^null pointer/.test(thrown?.message)) return new InvalidInvocationError(`${place}: expected a living object, got one that was freed`);
  if (/^expected this/.test(thrown?.message)) return new InvalidInvocationError(`${place}: ${thrown.message}`);
  return thrown;
}

export const Verigator = complete("Verigator", glue.Verigator, ["baseUrl"]);
export const Service = complete("Service", glue.Service, ["id", "name", "ctime"]);
export const User = complete("User", glue.User, ["id", "username", "ctime"]);
export const GatewayClient = complete("GatewayClient", glue.GatewayClient, ["me"]);
