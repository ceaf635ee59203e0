/** The document of the element: made once, then filled in. By DOM methods alone, as Trusted Types and a strict CSP require. */
import { styles } from "./styles.js";

let sheet;

/** Fills a shadow root. `actions` has a function for each button but the link `next`. */
export function createView(shadow, { onSubmit, onInput, ...actions }) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  shadow.adoptedStyleSheets = [sheet];
  const message = create("p", { part: "message", role: "status", tabindex: "-1" });
  const label = create("label", { part: "label", for: "pin" });
  const field = create("input", {
    part: "field",
    id: "pin",
    name: "pin",
    type: "text",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "done",
    dir: "ltr",
    "aria-describedby": "problem",
  });
  const problem = create("p", { part: "problem", role: "alert", id: "problem", tabindex: "-1" });
  const buttons = { verify: create("button", { type: "submit" }), next: create("a", {}) };
  for (const name of ["resend", "sms", "app"]) buttons[name] = create("button", { type: "button" });
  const form = create("form", { part: "form", novalidate: "" });
  const row = create("div", { class: "field" }, label, field);
  form.append(message, row, problem, ...["verify", "next", "resend", "sms", "app"].map((name) => buttons[name]));
  shadow.append(form);

  const isWaiting = (button) => button.getAttribute("aria-disabled") === "true";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!row.hidden && !isWaiting(buttons.verify)) onSubmit();
  });
  for (const [name, action] of Object.entries(actions))
    buttons[name].addEventListener("click", () => isWaiting(buttons[name]) || action());
  for (const type of ["input", "compositionend"]) field.addEventListener(type, onInput);

  function fill(screen, texts, next) {
    form.lang = texts.language;
    form.dir = texts.direction;
    form.className = screen.isDone ? "done" : "";
    setText(message, screen.message);
    setText(label, texts.pin);
    setText(problem, screen.problem);
    row.hidden = !screen.hasField;
    field.readOnly = screen.isBusy;
    field.setAttribute("aria-invalid", screen.isInvalid);
    if (next) buttons.next.href = next;
    for (const [name, button] of Object.entries(buttons)) fillButton(button, screen.buttons[name], screen.isBusy);
    form.setAttribute("aria-busy", screen.isBusy);
  }

  /** Moves the focus to what can be done next. */
  function focus(options) {
    const shown = Object.values(buttons).find((button) => !button.hidden && !isWaiting(button));
    (row.hidden ? (shown ?? message) : field).focus(options);
  }

  /** Moves the focus to the field, or to what is said in its place. Not to a button: a key that was meant for the field would send a message. */
  function keepFocus() {
    (row.hidden ? (problem.textContent ? problem : message) : field).focus();
  }

  return { field, fill, focus, keepFocus, isShown: (node) => !node.closest("[hidden]"), hasField: () => !row.hidden };
}

function fillButton(button, screen, isBusy) {
  button.hidden = !screen;
  if (!screen) return;
  setText(button, screen.text);
  button.setAttribute("part", `button ${screen.kind}`);
  button.className = screen.kind;
  // Not `disabled`, which would lose the focus.
  button.setAttribute("aria-disabled", isBusy || !!screen.waits);
}

/** A live region announces every change, also one to the same text. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function create(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
  node.append(...children);
  return node;
}
