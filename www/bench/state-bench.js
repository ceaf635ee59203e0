import { announce } from "../dom/announce.js";
import { element } from "../dom/element.js";
import { seed } from "./seed-data.js";
import { readSnapshot, saveSnapshot } from "./snapshot-file.js";

/** The whole state: filled, emptied, taken away and brought back. */
export function stateBench({ sandbox, session, activity, recorder }) {
  const outcome = element("p", { class: "hint", role: "status" });

  async function fill() {
    activity.cancel();
    session.replace(await seed(sandbox));
    say("Three users are there: ada without the app, grace with it, late whose PINs are always too late.");
  }

  async function empty() {
    await sandbox.control("POST", "reset");
    recorder.clear();
    say("All is forgotten.");
  }

  async function takeAway() {
    await saveSnapshot({ sandbox, session });
    say("Exported. The file holds PINs and secrets of the sandbox.");
  }

  async function bringBack(file) {
    activity.cancel();
    const problem = await readSnapshot(file, { sandbox, session });
    say(problem ? `Not imported, and nothing changed: ${problem}` : `Imported ${file.name}.`);
  }

  function say(text) {
    outcome.textContent = text;
    announce(text);
  }

  sandbox.on("reset", () => {
    activity.cancel();
    session.startOver();
  });
  const buttons = [button("Seed users", fill), button("Export", takeAway), ...importButton(bringBack), button("Reset", empty, "danger")];
  return element("fieldset", {}, element("legend", {}, "State"), element("p", { class: "actions" }, buttons), outcome);
}

function button(label, onclick, kind) {
  return element("button", { type: "button", onclick, class: kind }, label);
}

/** The browser's own file field can't be made to look like the other buttons, so one of those stands for it. */
function importButton(bringBack) {
  const field = element("input", { type: "file", accept: "application/json,.json", id: "import-file", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true", onchange: choose });

  function choose() {
    const [file] = field.files;
    if (file) bringBack(file);
    // The same file chosen again is a change again.
    field.value = "";
  }

  return [button("Import", () => field.click()), field];
}
