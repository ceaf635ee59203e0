import { element } from "../dom/element.js";

/** A piece of JavaScript with its strings set apart: they are what is the reader's own. */
export function highlighted(text) {
  return text.split(/("[^"\n]*")/).map((piece, index) => (index % 2 === 0 ? piece : element("span", { class: "string" }, piece)));
}
