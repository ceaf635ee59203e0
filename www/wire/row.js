import { copyButton } from "../dom/copy-button.js";
import { element } from "../dom/element.js";
import { asDuration, asTime } from "../dom/times.js";
import { highlighted } from "../reading/highlight.js";
import { asCurl, asJavaScript } from "./copies.js";
import { recordedFrom } from "./recorded-from.js";
import { outcomeOf, statementOf } from "./statement.js";

/** One line of the wire: a request, which unfolds, or a wait between two attempts. */
export function makeRow(record, baseUrl) {
  return record.kind === "wait" ? { node: waitRow(record) } : requestRow(record, baseUrl);
}

function waitRow({ delayMs, reason }) {
  return element("li", { class: "wait" }, `waits ${asDuration(delayMs)}, then tries again: ${reason.replaceAll("_", " ")}`);
}

function requestRow(record, baseUrl) {
  const status = element("span", { class: "status" });
  const took = element("span", { class: "took" });
  const answer = element("div", { class: "answer" });
  const outcome = element("span", { class: "outcome" });
  const statement = statementOf(record);
  const details = element(
    "details",
    {},
    element(
      "summary",
      {},
      element("span", { class: "method" }, record.method),
      " ",
      element("span", { class: "path", title: record.path }, shortened(record.path)),
      " ",
      status,
      " ",
      took,
      element("code", { class: "statement" }, recordedFrom(record), statement ? highlighted(withAttempt(statement, record.attempt)) : "sent by another program", outcome),
    ),
    element("div", { class: "unfolded" }, requestPart(record, statement, baseUrl), answer),
  );

  function update(next) {
    status.textContent = verdictOf(next);
    status.dataset.kind = kindOf(next);
    took.textContent = next.durationMs === undefined ? "" : asDuration(next.durationMs);
    outcome.textContent = withArrow(outcomeOf(next));
    answer.replaceChildren(...answerPart(next));
  }

  return { node: element("li", {}, details), update };
}

/** An id is told by its beginning; the whole stands in what unfolds. */
function shortened(path) {
  return path.replace(/([\da-f]{8})-[\da-f]{4}-[\da-f-]{22}/g, "$1…");
}

function withArrow(outcome) {
  return outcome ? `  → ${outcome}` : "";
}

function withAttempt(statement, attempt) {
  return attempt > 1 ? `${statement}  // attempt ${attempt}` : statement;
}

function verdictOf({ state, status, wasGivenUp }) {
  if (state === "pending") return "under way";
  if (state === "failed") return wasGivenUp ? "given up" : "no answer";
  return status || "redirect";
}

function kindOf({ state, status }) {
  if (state === "pending") return "pending";
  return state === "answered" && status >= 200 && status < 300 ? "good" : "bad";
}

function requestPart(record, statement, baseUrl) {
  if (!statement) {
    return element("p", { class: "remark" }, `At ${asTime(record.at)}. The sandbox keeps neither headers nor bodies of what it is sent.`);
  }
  return element(
    "div",
    { class: "request" },
    element("h4", {}, `Sent at ${asTime(record.at)}`),
    message(`${record.method} ${record.path}`, record.requestHeaders, record.requestBody),
    record.from !== "browser" && element(
      "p",
      { class: "actions" },
      copyButton("Copy as JavaScript", () => asJavaScript(record, baseUrl)),
      copyButton("Copy as curl", () => asCurl(record)),
    ),
  );
}

function answerPart({ status, responseHeaders, responseBody, state, failure }) {
  if (!responseHeaders) return [element("h4", {}, state === "failed" ? `No answer: ${failure}` : "No answer yet")];
  const title = failure ? `Answer, broken off: ${failure}` : "Answer";
  return [element("h4", {}, title), message(String(status), responseHeaders, responseBody)];
}

function message(firstLine, headers, body) {
  const lines = headers.map(([name, value]) => element("span", { class: "header" }, element("b", {}, name), `: ${value}\n`));
  return element("pre", { tabindex: "0" }, element("code", {}, `${firstLine}\n`, lines, body ? `\n${pretty(body)}` : ""));
}

function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
