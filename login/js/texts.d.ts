/** The texts of the element in one language, e.g. `verigator/element/texts/et`. */
import type { Texts } from "./element.js";

/** The texts. */
export const texts: Texts;
