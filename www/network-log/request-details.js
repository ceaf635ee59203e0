import { copyButton } from "../ui/buttons.js";
import { element } from "../ui/element.js";
import { formatTime } from "../ui/time.js";
import { toCurl, toJavaScript } from "./snippets.js";

/** Creates the request half of a row's details: headers, body, and buttons that copy it as code. */
export function requestDetails(record, sandbox) {
  if (record.source === "other") {
    const text = `Sent at ${formatTime(record.at)}. The sandbox does not record the headers and bodies of other clients.`;
    return element("p", { class: "hint" }, text);
  }
  return element(
    "div",
    { class: "request" },
    element("h4", {}, `Request at ${formatTime(record.at)}`),
    httpMessage(`${record.method} ${record.path}${queryOf(record)}`, record.requestHeaders, record.requestBody),
    record.source !== "browser" &&
      element(
        "p",
        { class: "actions" },
        copyButton("Copy as JavaScript", () => toJavaScript(record, sandbox)),
        copyButton("Copy as curl", () => toCurl(record)),
      ),
  );
}

/** Creates the child nodes of the response half of a row's details. */
export function responseDetails({ status, responseHeaders, responseBody, state, failure }) {
  if (!responseHeaders)
    return [element("h4", {}, state === "failed" ? `No response: ${failure}` : "Waiting for the response…")];
  const title = failure ? `Incomplete response: ${failure}` : "Response";
  return [element("h4", {}, title), httpMessage(String(status), responseHeaders, responseBody)];
}

/** Returns the query with one parameter a line. */
function queryOf({ parameters = [] }) {
  return parameters.map(([name, value], index) => `\n  ${index === 0 ? "?" : "&"}${name}=${value}`).join("");
}

function httpMessage(firstLine, headers, body) {
  const lines = headers.map(([name, value]) =>
    element("span", { class: "header" }, element("b", {}, name), `: ${value}\n`),
  );
  return element(
    "pre",
    { tabindex: "0" },
    element("code", {}, `${firstLine}\n`, lines, body ? `\n${indentJson(body)}` : ""),
  );
}

function indentJson(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
