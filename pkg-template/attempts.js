/**
 * What Rust does with values of others that may throw. The glue's own way to catch loses a place in its table of values, and so some bytes
 * of wasm memory, each time that something is thrown.
 *
 * One object, since functions of their own would be imported by the wasm file itself, under a path that the package does not have.
 */
export const attempts = {
  /** What the function returns, undefined where it throws. */
  attempt(run) {
    try {
      return run();
    } catch {
      return undefined;
    }
  },

  /** A member of an object or a function, undefined where it is neither, where there is none or its getter throws. */
  member(value, name) {
    try {
      return typeof value === "object" || typeof value === "function" ? value?.[name] : undefined;
    } catch {
      return undefined;
    }
  },

  /** Sets a member of an object that was just made, which can't fail. */
  set(object, name, value) {
    object[name] = value;
  },

  /** A header, undefined where there is none or it can't be read. */
  header(headers, name) {
    return attempts.attempt(() => headers.get(name));
  },

  /** The value that the text stands for, undefined where it is no JSON. */
  parseJson(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  },

  /** The object that the text stands for, undefined where it is no JSON or stands for something else. */
  parseObject(text) {
    const value = attempts.parseJson(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  },

  /** Calls a hook. What it throws is ignored, and what its promise rejects with: that would end a Node process. */
  tell(hook, event) {
    try {
      const returned = hook(event);
      if (typeof returned === "object") Promise.resolve(returned).catch(() => {});
    } catch {
      // The call goes on, as the hook was only told of it.
    }
  },
};
