import { gatewayCheckbox } from "../gateway/gateway.js";
import { element, highlightStrings, keyedList, setHidden } from "../ui/element.js";
import { formatDuration } from "../ui/time.js";
import { isErrorReply } from "./number-verification.js";
import { requestDetails, responseDetails } from "./request-details.js";
import { resultOf, statementOf } from "./statement.js";

const routes = { browser: "browser → gateway", gateway: "gateway → API" };

/** Mounts the Network log panel: each request and retry as it happens, newest first. */
export function mountNetworkLog(root, { recorder, sandbox, session, gatewayMode }) {
  const list = element("ol", { class: "rows", "aria-label": "Requests, newest first", tabindex: "0" });
  const empty = element(
    "p",
    { class: "empty" },
    "No requests yet. Each request appears here with the line of code that sends it.",
  );
  const clear = element("button", { type: "button", class: "quiet", onclick: () => recorder.clear() }, "Clear");
  const host = element("span", { class: "subtitle" });
  const render = keyedList(
    list,
    ({ id }) => id,
    (record) => createRow(record, sandbox),
  );

  const title = element("h2", { id: "network-log-title", tabindex: "-1" }, "Network log");
  root.append(element("header", {}, title, host, gatewayCheckbox(gatewayMode), clear), empty, list);
  session.subscribe(({ api }) => (host.textContent = new URL(sandbox.urlOf(api)).host));
  sandbox.on("request", (request) => recorder.addReported(request));
  recorder.subscribe(({ records }) => {
    empty.hidden = records.length > 0;
    list.hidden = records.length === 0;
    setHidden(clear, records.length === 0, () => title.focus());
    root.parentElement.classList.toggle(
      "live",
      records.some(({ state }) => state === "pending"),
    );
    render(records);
  });
}

function createRow(record, sandbox) {
  return record.kind === "retry" ? { node: retryRow(record) } : requestRow(record, sandbox);
}

function retryRow({ delayMs, reason }) {
  return element("li", { class: "retry" }, `retries after ${formatDuration(delayMs)} (${reason.replaceAll("_", " ")})`);
}

function requestRow(record, sandbox) {
  const status = element("span", { class: "status" });
  const duration = element("span", { class: "duration" });
  const result = element("span", { class: "result" });
  const response = element("div", { class: "response" });
  const path = element("span", { class: "path", title: record.path }, shortenIds(record.path));
  const statement = element(
    "code",
    { class: "statement" },
    routeBadge(record),
    highlightStrings(statementText(record)),
    result,
  );
  const summary = [
    element("span", { class: "method" }, record.method),
    " ",
    path,
    " ",
    status,
    " ",
    duration,
    statement,
  ];
  const details = element("div", { class: "details" }, requestDetails(record, sandbox), response);
  const node = element("li", {}, element("details", {}, element("summary", {}, summary), details));

  function update(next) {
    const resultText = resultOf(next);
    status.textContent = statusText(next);
    status.dataset.kind = statusKind(next);
    duration.textContent = next.durationMs === undefined ? "" : formatDuration(next.durationMs);
    result.textContent = resultText ? `  → ${resultText}` : "";
    response.replaceChildren(...responseDetails(next));
  }

  return { node, update };
}

/** Shortens each UUID to its first eight digits. The details have the full path. */
function shortenIds(path) {
  return path.replace(/([\da-f]{8})-[\da-f]{4}-[\da-f-]{22}/g, "$1…");
}

/** Creates the badge that tells the two hops apart when a gateway is used. */
function routeBadge({ source }) {
  return source in routes && element("span", { class: "route" }, routes[source]);
}

function statementText(record) {
  if (record.source === "other") return "sent by another client";
  const statement = statementOf(record) ?? "";
  return record.attempt > 1 ? `${statement}  // attempt ${record.attempt}` : statement;
}

function statusText({ state, status, isAborted }) {
  if (state === "pending") return "pending";
  if (state === "failed") return isAborted ? "canceled" : "failed";
  return status || "redirect";
}

function statusKind(record) {
  const { state, status } = record;
  if (state === "pending") return "pending";
  return state === "completed" && status >= 200 && status < 300 && !isErrorReply(record) ? "good" : "bad";
}
