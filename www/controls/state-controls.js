import { newFqdn } from "../login/session.js";
import { ControlError } from "../sandbox/control-api.js";
import { confirmButton } from "../ui/buttons.js";
import { element } from "../ui/element.js";

/** The seed users: one without the app, one with it, and one with a magic number whose PINs have always expired. */
const seedUsers = [
  { username: "ada@example.com", phoneNumber: "+3725555501", hasApp: false },
  { username: "grace@example.com", phoneNumber: "+3725555502", hasApp: true },
  { username: "late@example.com", phoneNumber: "+999000000003", hasApp: false },
];

/** Creates the controls that seed, export, import and reset the state of the sandbox and the login. */
export function stateControls({ sandbox, session, callState, logins, recorder, actionStatus }) {
  const { show, guard } = actionStatus;

  async function seed() {
    const { api } = session.value;
    session.replace({ ...(await seedSandbox(sandbox)), api });
    show("Added three users: ada without the app, grace with the app, and late, whose PINs have always expired.");
  }

  async function reset() {
    await sandbox.control("POST", "reset");
    recorder.clear();
    show("The sandbox is empty again.");
  }

  async function exportState() {
    await saveSnapshot({ sandbox, session });
    show("Exported. The file contains the sandbox's PINs and secrets.");
  }

  async function importState(file) {
    const problem = await loadSnapshot(file, { sandbox, session, callState, logins });
    show(problem ? `Import failed, nothing changed: ${problem}` : `Imported ${file.name}.`);
  }

  sandbox.on("reset", () => {
    callState.drop();
    session.startOver();
    logins.clear();
  });
  const buttons = [
    button("Seed users", guard(seed)),
    button("Export", guard(exportState)),
    ...importButton(importState),
    resetButton(sandbox, guard(reset)),
  ];
  return element(
    "fieldset",
    {},
    element("legend", {}, "State"),
    element("p", { class: "actions" }, buttons),
    actionStatus.node,
  );
}

/** Adds a service with the seed users to the sandbox. Returns the matching session. */
async function seedSandbox({ control }) {
  const fqdn = newFqdn();
  const { services } = await control("POST", "seed", { services: [{ fqdn, name: "Corner Coffee", users: seedUsers }] });
  const [service] = services;
  const users = service.users.map(({ id, username }, index) => ({
    id,
    username,
    phoneNumber: seedUsers[index].phoneNumber,
  }));
  return { screen: "sign-in", serviceId: service.id, fqdn, users, userId: users[0].id };
}

/** Downloads the sandbox's snapshot together with the session, so that an import restores an unfinished login too. */
async function saveSnapshot({ sandbox, session }) {
  const snapshot = await sandbox.control("GET", "snapshot");
  const blob = new Blob([JSON.stringify({ ...snapshot, page: session.value }, null, 2)], { type: "application/json" });
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: "verigator-sandbox.json" }).click();
  URL.revokeObjectURL(url);
}

/** Restores a downloaded snapshot. Resolves to a message if the file is invalid; in that case nothing has changed. */
async function loadSnapshot(file, { sandbox, session, callState, logins }) {
  try {
    const { page, ...snapshot } = JSON.parse(await file.text());
    await sandbox.control("PUT", "snapshot", snapshot);
    callState.drop();
    session.replace(page);
    logins.clear();
    sandbox.emit("restored");
    return undefined;
  } catch (error) {
    return error instanceof ControlError ? error.message : "the file is not a sandbox snapshot";
  }
}

function button(label, onclick, kind) {
  return element("button", { type: "button", onclick, class: kind }, label);
}

/** Creates the reset button. A server may have other users, so there it asks for confirmation. */
function resetButton({ location }, reset) {
  return location === "server"
    ? confirmButton("Reset", "Confirm reset", reset, "danger")
    : button("Reset", reset, "danger");
}

/** Creates the import button and its file input. The input is hidden, since browsers do not let a page style it as a button. */
function importButton(importState) {
  const input = element("input", {
    type: "file",
    accept: "application/json,.json",
    id: "import-file",
    class: "visually-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
    onchange,
  });

  function onchange() {
    const [file] = input.files;
    if (file) importState(file);
    // Otherwise choosing the same file again would not fire `change`.
    input.value = "";
  }

  return [button("Import", () => input.click()), input];
}
