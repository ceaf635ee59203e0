import { element } from "../dom/element.js";
import { keyedList } from "../dom/keyed-list.js";
import { waySwitch } from "../gateway/way.js";
import { makeRow } from "./row.js";

/** Shows each request as it goes, the newest first. */
export function mountWire(root, { recorder, sandbox, way }) {
  const list = element("ol", { class: "rows", "aria-label": "Requests, newest first", tabindex: "0" });
  const empty = element("p", { class: "empty" }, "Nothing was sent yet. Each request of the login shows here as it goes, with the line of code that sends it.");
  const clear = element("button", { type: "button", class: "quiet", onclick: () => recorder.clear() }, "Clear");
  const count = element("span", { class: "count" });
  const show = keyedList(list, ({ id }) => id, (record) => makeRow(record, sandbox.baseUrl));

  root.append(element("header", {}, element("h2", { id: "wire-title" }, "The wire"), count, waySwitch(way), clear), empty, list);
  sandbox.on("request", (request) => recorder.report(request));
  recorder.subscribe(({ records }) => {
    empty.hidden = records.length > 0;
    list.hidden = clear.hidden = records.length === 0;
    count.textContent = records.length === 0 ? "" : `to ${new URL(sandbox.baseUrl).host}`;
    root.parentElement.classList.toggle("live", records.some(({ state }) => state === "pending"));
    show(records);
  });
}
