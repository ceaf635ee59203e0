import { ControlError } from "../sandbox/control-api.js";
import { notifyScreenReader } from "../ui/buttons.js";
import { element } from "../ui/element.js";

/** Creates the line that shows how the last action on the sandbox ended. */
export function createActionStatus() {
  const node = element("p", { class: "hint", role: "status" });

  function show(text) {
    node.textContent = text;
    notifyScreenReader(text);
  }

  /** Returns a function that runs an action and shows why if the sandbox fails. */
  function guard(act) {
    return async (...args) => {
      try {
        await act(...args);
      } catch (error) {
        if (!(error instanceof ControlError)) throw error;
        show(`That failed: ${error.message}.`);
      }
    };
  }

  return { node, show, guard };
}
