import { element } from "../dom/element.js";
import { keep, recall } from "../state/kept.js";
import { createStore } from "../state/store.js";

/** Whether the page calls the API itself, with the password, or through a gateway, without it. Kept over a reload. */
export function createWay() {
  const store = createStore({ isViaGateway: recall("via gateway") === true });
  store.subscribe(({ isViaGateway }) => keep("via gateway", isViaGateway));
  return store;
}

/** Lets the reader choose. */
export function waySwitch(way) {
  const box = element("input", { type: "checkbox", id: "via-gateway", onchange: () => way.update({ isViaGateway: box.checked }) });
  box.checked = way.value.isViaGateway;
  return element("label", { class: "way-switch", for: box.id }, box, " through a gateway");
}
