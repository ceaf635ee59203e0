import { element } from "../ui/element.js";

/** The names of the APIs, by their values in the session. */
export const apiNames = { verigator: "Verigator", "number-verification": "Number Verification" };

/** Creates the choice of the API that the login uses. Another API starts the login over, since it does not know the users of the first. */
export function apiChoice({ session, callState }) {
  const inputs = Object.keys(apiNames).map((value) =>
    element("input", { type: "radio", name: "api", value, onchange: () => choose(value) }),
  );
  const labels = inputs.map((input) => element("label", {}, input, ` ${apiNames[input.value]}`));

  function choose(api) {
    callState.drop();
    session.chooseApi(api);
  }

  session.subscribe(({ api }) => {
    for (const input of inputs) input.checked = input.value === api;
  });
  return element("fieldset", { class: "api-choice" }, element("legend", { class: "visually-hidden" }, "API"), labels);
}
