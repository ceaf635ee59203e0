import { copyButton } from "../dom/copy-button.js";
import { element } from "../dom/element.js";
import { highlighted } from "./highlight.js";
import { programOf } from "./program.js";

/** The flow's code, filled with what is on the page, the part that the login is at marked. */
export function mountReading(root, { session, sandbox }) {
  const code = element("pre", { tabindex: "0", "aria-label": "The flow in JavaScript" });
  const copy = copyButton("Copy", () => code.dataset.program, "Copy the program");
  root.append(element("header", {}, element("h2", { id: "reading-title" }, "The code"), copy), code);

  session.subscribe((value) => {
    const isByApp = value.requestedMethod === "totp";
    const parts = programOf({ ...value, user: session.user, isByApp, baseUrl: sandbox.baseUrl });
    code.dataset.program = `${parts.map(({ text }) => text).join("\n\n")}\n`;
    code.replaceChildren(...parts.map(({ screen, text }) => element("code", { "aria-current": screen === value.screen ? "step" : undefined }, highlighted(`${text}\n`))));
  });
}
