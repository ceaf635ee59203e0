import { element } from "../dom/element.js";
import { Refusal } from "../sandbox/control.js";

/** Saves the sandbox's snapshot as a file, with the login's memory beside it, so that what is open here is open there. */
export async function saveSnapshot({ sandbox, session }) {
  const snapshot = await sandbox.control("GET", "snapshot");
  const blob = new Blob([JSON.stringify({ ...snapshot, page: session.value }, null, 2)], { type: "application/json" });
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: "verigator-sandbox.json" }).click();
  URL.revokeObjectURL(url);
}

/** Puts such a file in the place of what is; resolves with the problem where it can't be, and then nothing has changed. */
export async function readSnapshot(file, { sandbox, session }) {
  try {
    const { page, ...snapshot } = JSON.parse(await file.text());
    await sandbox.control("PUT", "snapshot", snapshot);
    session.replace(page);
    sandbox.tell("restored");
    return undefined;
  } catch (error) {
    return error instanceof Refusal ? error.message : "the file is no state of a sandbox";
  }
}
