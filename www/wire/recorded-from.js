import { element } from "../dom/element.js";

const ways = { browser: "browser → gateway", gateway: "gateway → API" };

/** Who sent a request to whom, where a gateway stands in between. */
export function recordedFrom({ from }) {
  return from in ways && element("span", { class: "way" }, ways[from]);
}
