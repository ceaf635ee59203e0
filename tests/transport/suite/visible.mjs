/** Every text that can be got out of a value: what is printed, cloned, serialized, and what lies in its properties, hidden ones included. */
export function visibleTexts(value) {
  const texts = [];
  const known = new Set();

  function visit(current) {
    if (typeof current === "string") texts.push(current);
    if (typeof current === "symbol") texts.push(String(current));
    if (typeof current !== "object" || current === null || known.has(current)) return;
    known.add(current);
    for (const name of namesOf(current)) {
      visit(name);
      visit(attempt(() => current[name]));
    }
  }

  visit(value);
  visit(attempt(() => structuredClone(value)));
  return texts.concat(printers.map((print) => String(attempt(() => print(value)))));
}

/** Its own names, and those that it has from its classes. */
function namesOf(object) {
  const names = Reflect.ownKeys(object);
  const prototype = Object.getPrototypeOf(object);
  const isOfTheLanguage = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isOfTheLanguage ? names : names.concat(namesOf(prototype).filter((name) => name !== "constructor"));
}

const printers = [String, (value) => JSON.stringify(value), (value) => JSON.stringify({ ...value }), (value) => value.stack];

/** Not everything can be printed in every way; what can't shows nothing. */
function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
