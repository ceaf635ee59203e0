/** Returns every string that a value contains when it is printed, cloned or serialized, and those in its properties, hidden ones included. */
export function visibleTexts(value) {
  const texts = [];
  const visited = new Set();

  function visit(current) {
    if (typeof current === "string") texts.push(current);
    if (typeof current === "symbol") texts.push(String(current));
    if (typeof current !== "object" || current === null || visited.has(current)) return;
    visited.add(current);
    for (const name of namesOf(current)) {
      visit(name);
      visit(orUndefined(() => current[name]));
    }
  }

  visit(value);
  visit(orUndefined(() => structuredClone(value)));
  return texts.concat(printers.map((print) => String(orUndefined(() => print(value)))));
}

/** Returns the names of an object's properties, own ones and those of its classes. */
function namesOf(object) {
  const names = Reflect.ownKeys(object);
  const prototype = Object.getPrototypeOf(object);
  const isBuiltIn = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isBuiltIn ? names : names.concat(namesOf(prototype).filter((name) => name !== "constructor"));
}

const printers = [
  String,
  (value) => JSON.stringify(value),
  (value) => JSON.stringify({ ...value }),
  (value) => value.stack,
];

/** Returns undefined if the action throws, since not every value can be printed in every way. */
function orUndefined(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
