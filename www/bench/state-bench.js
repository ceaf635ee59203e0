import { announce } from "../dom/announce.js";
import { element } from "../dom/element.js";
import { Refusal } from "../sandbox/control.js";
import { seed } from "./seed-data.js";

/** The whole state: filled, emptied, taken away and brought back. */
export function stateBench({ sandbox, session, activity, recorder }) {
  const file = element("input", { type: "file", accept: "application/json,.json", id: "import-file", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true", onchange: bringBack });
  const outcome = element("p", { class: "hint", role: "status" });
  const button = (label, act) => element("button", { type: "button", onclick: act }, label);
  const node = element(
    "fieldset",
    {},
    element("legend", {}, "State"),
    element(
      "p",
      { class: "actions" },
      button("Seed users", fill),
      button("Export", takeAway),
      button("Import", () => file.click()),
      element("button", { type: "button", class: "danger", onclick: empty }, "Reset"),
      file,
    ),
    outcome,
  );

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

  /** The snapshot with the login's memory beside it, so that what was open here is open again. */
  async function takeAway() {
    const snapshot = await sandbox.control("GET", "snapshot");
    const blob = new Blob([JSON.stringify({ ...snapshot, page: session.value }, null, 2)], { type: "application/json" });
    const url = URL.createObjectURL(blob);
    element("a", { href: url, download: "verigator-sandbox.json" }).click();
    URL.revokeObjectURL(url);
    say("Exported. The file holds PINs and secrets of the sandbox.");
  }

  async function bringBack() {
    const [chosen] = file.files;
    file.value = "";
    if (!chosen) return;
    try {
      const { page, ...snapshot } = JSON.parse(await chosen.text());
      await sandbox.control("PUT", "snapshot", snapshot);
      activity.cancel();
      session.replace(page);
      sandbox.tell("restored");
      say(`Imported ${chosen.name}.`);
    } catch (error) {
      say(`Not imported, and nothing changed: ${error instanceof Refusal ? error.message : "the file is no state of a sandbox"}`);
    }
  }

  function say(text) {
    outcome.textContent = text;
    announce(text);
  }

  sandbox.on("reset", () => {
    activity.cancel();
    session.startOver();
  });
  return node;
}
