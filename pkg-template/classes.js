/**
 * Completes the classes of the glue with what wasm-bindgen cannot express: a check of `this`, fields in consoles, rejections where the glue
 * would throw, the caller in the stack of errors, and loading on first use.
 */
import * as glue from "./glue.js";
import { createError, define, withCaller } from "./errors.js";
import { load } from "./loading.js";
import { safeAccess } from "./safe-access.js";

/** The key of a function that returns the object itself, also through a Proxy, as Vue makes one. */
const itself = Symbol("itself");
const freeing = ["free", Symbol.dispose];

/**
 * Completes a class. `fields` are what `toJSON` returns, never a secret, `promising` names the methods that reject and never throw, and `expecting` the
 * class of an argument by its index.
 */
function complete(className, Class, fields, promising, expecting = {}) {
  // Bundlers rename the classes of the glue.
  define(Class, "name", { value: className });
  define(Class.prototype, "toJSON", { value: toJson(fields), writable: true });
  const members = Object.getOwnPropertyDescriptors(Class.prototype);
  for (const name of Reflect.ownKeys(members).filter((name) => !["constructor", "__destroy_into_raw"].includes(name))) {
    const kind = members[name].get ? "get" : "value";
    const mayBeFreed = kind === "get" || freeing.includes(name);
    const guarded = guard(Class, name, members[name][kind], promising.includes(name), mayBeFreed);
    define(Class.prototype, name, { ...members[name], [kind]: guarded });
  }
  const get = Object.getOwnPropertyDescriptor(Class.prototype, "id")?.get;
  const id = get && { __proto__: null, get, enumerable: true, configurable: true };
  const wrap = Class.__wrap;
  if (wrap) Class.__wrap = (pointer) => mark(wrap(pointer), id);
  define(Class.prototype, Symbol.for("nodejs.util.inspect.custom"), { value: inspect, writable: true });
  return completeConstructor(Class, id, promising, expecting);
}

/** Returns a method that copies the fields that are known to a plain object. */
function toJson(fields) {
  return function toJSON() {
    const known = fields.map((name) => [name, this[name]]).filter(([, value]) => value !== undefined);
    return Object.fromEntries(known);
  };
}

/** Runs a method on living objects of its class alone: on any other the wasm would read memory that belongs to something else. */
function guard(Class, name, method, isPromising, mayBeFreed) {
  const expectation = `${Class.name}.${String(name)}: expected this to be`;
  const act = (self, values) => {
    const object = unwrap(self, Class, expectation, mayBeFreed);
    if (object.__wbg_ptr === 0) return undefined;
    if (running > 0 && freeing.includes(name)) return void freeLater(object, method);
    running += 1;
    try {
      return method.apply(object, values);
    } finally {
      running -= 1;
    }
  };
  return isPromising ? rejecting(act) : throwing(act);
}

/** How many methods run at present: more than one if a hook calls one. */
let running = 0;

/** Frees an object while a method may be using it. wasm-bindgen does that only after the method has returned. */
async function freeLater(object, free) {
  const remains = { __proto__: object, __wbg_ptr: object.__destroy_into_raw() };
  await undefined;
  free.call(remains);
}

/** Loads the wasm on first use, and checks the argument that is an object of the package. */
function completeConstructor(Class, id, promising, expecting) {
  const prepare = (name, method, values) => {
    load();
    const [index, Expected] = expecting[name] ?? [];
    if (Expected) values[index] = unwrap(values[index], Expected, `${method}: expected`, false);
    return values;
  };
  for (const name of ["get", "viaGateway"].filter((name) => Object.hasOwn(Class, name))) {
    const method = Class[name];
    const act = (self, values) => method(...prepare(name, `${Class.name}.${name}`, values));
    Class[name] = promising.includes(name) ? rejecting(act) : throwing(act);
  }
  const construct = throwing((handler, [target, values, newTarget]) => {
    return mark(Reflect.construct(target, prepare("new", `new ${Class.name}`, values), newTarget), id);
  });
  const completed = new Proxy(Class, { __proto__: null, construct });
  define(Class.prototype, "constructor", { value: completed, writable: true });
  return completed;
}

/** How many clients were made. */
let clients = 0;

/**
 * Marks an object as made by the glue, and hides its pointer from consoles. Tools that compare or copy objects see a property of the object itself: its id,
 * or a number for a client, which has none.
 */
function mark(object, id) {
  hide(object, "__wbg_ptr", object.__wbg_ptr);
  hide(object, itself, () => object);
  if (id) {
    Object.defineProperty(object, "id", id);
  } else {
    // The user of each gateway has the id `me`.
    for (const own of [object, object.me]) own && define(own, "client", { value: clients, enumerable: true });
    if (object.me) define(object.me, "status", { value: (options) => object.status(options) });
    clients += 1;
  }
  return object;
}

/** The descriptor of hidden properties. One for all: a list has many objects, and a descriptor for each takes as long as the rest. */
const hidden = { __proto__: null, value: undefined, enumerable: false, configurable: true, writable: true };

function hide(object, name, value) {
  hidden.value = value;
  Object.defineProperty(object, name, hidden);
  hidden.value = undefined;
}

/** Returns the object behind a value, which may be a Proxy of it. */
function unwrap(value, Class, expectation, mayBeFreed) {
  const object = safeAccess.member(value, itself)?.();
  const refuse = (received) => createError("invalid_invocation", `${expectation} a ${Class.name}, got ${received}`);
  if (!(object instanceof Class)) throw refuse("something else or one of another copy of the package");
  if (object.__wbg_ptr !== 0 || mayBeFreed) return object;
  throw refuse("one that was freed");
}

/**
 * Whether the stack of an error made after an `await` has who awaits the function, as in V8 and Bun. Elsewhere a method has to make its error as it starts,
 * which takes V8 20 µs in a program that also does other things.
 */
const hasAsyncStacks = /^Error\n +at /.test(new Error().stack);

/** Returns a method that rejects and never throws, with the caller in the stack of its error. */
function rejecting(act) {
  return async function method(...values) {
    const caller = hasAsyncStacks ? undefined : new Error();
    try {
      return await act(this, values);
    } catch (thrown) {
      throw withCaller(thrown, caller ?? new Error());
    }
  };
}

/** Returns a method that throws, with the caller in the stack of its error. */
function throwing(act) {
  return function method(...values) {
    try {
      return act(this, values);
    } catch (thrown) {
      throw withCaller(thrown, new Error());
    }
  };
}

/** Shows the fields in the consoles of Node, Deno, Bun and workerd. */
function inspect(depth, options, inspectValue) {
  const object = safeAccess.member(this, itself)?.();
  return `${this.constructor.name} ${inspectValue(object?.__wbg_ptr > 0 ? object.toJSON() : {}, options)}`;
}

export const Verigator = complete("Verigator", glue.Verigator, ["baseUrl"], ["createService", "getService"]);
export const Service = complete(
  "Service",
  glue.Service,
  ["id", "name", "ctime"],
  ["delete", "get", "registerUser", "getUser", "getUsers"],
  {
    new: [1, glue.Verigator],
    get: [0, glue.Verigator],
  },
);
export const User = complete(
  "User",
  glue.User,
  ["id", "username", "ctime"],
  ["delete", "authenticateUsingTotp", "authenticateUsingSms", "verifyPin"],
  {
    new: [0, glue.Service],
  },
);
export const GatewayClient = complete("GatewayClient", glue.GatewayClient, ["me"], ["status"]);
export const NumberVerification = complete(
  "NumberVerification",
  glue.NumberVerification,
  ["baseUrl"],
  ["verifyNumber", "verifyPin"],
);
