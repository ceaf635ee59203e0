import { copyButton } from "../dom/copy-button.js";
import { element } from "../dom/element.js";
import { gatewayProgramOf } from "./gateway-program.js";
import { highlighted } from "./highlight.js";
import { programOf } from "./program.js";

/** The flow's code, filled with what is on the page, the part that the login is at marked. */
export function mountReading(root, { session, sandbox, way }) {
  const code = element("pre", { tabindex: "0", "aria-label": "The flow in JavaScript" });
  const copy = copyButton("Copy", () => code.dataset.program, "Copy the program");
  root.append(element("header", {}, element("h2", { id: "reading-title" }, "The code"), copy), code);

  function show() {
    const { value, user } = session;
    const facts = { ...value, user, isByApp: value.requestedMethod === "totp", baseUrl: sandbox.baseUrl };
    const parts = way.value.isViaGateway ? gatewayProgramOf(facts) : programOf(facts);
    code.dataset.program = `${parts.map(({ text }) => text).join("\n\n")}\n`;
    code.replaceChildren(...parts.map(({ screen, text }) => partOf(text, screen !== undefined && screen === value.screen)));
  }

  session.subscribe(show);
  way.subscribe(show);
}

function partOf(text, isCurrent) {
  return element("code", { "aria-current": isCurrent ? "step" : undefined }, highlighted(`${text}\n`));
}
