/** The texts by language. English comes with the form, the others are loaded when a page needs them. */
import { texts as english } from "./texts/en.js";

const others = {
  ar: () => import("./texts/ar.js"),
  de: () => import("./texts/de.js"),
  es: () => import("./texts/es.js"),
  et: () => import("./texts/et.js"),
  ru: () => import("./texts/ru.js"),
};

export { english };

/** Resolves to the texts for a language tag such as `de-AT`, in English if there are none. */
export async function textsFor(tag) {
  const [language] = tag.toLowerCase().split("-");
  if (!Object.hasOwn(others, language)) return english;
  return others[language]().then(
    (module) => module.texts,
    () => english,
  );
}
