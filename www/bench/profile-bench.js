import { element } from "../dom/element.js";

const profiles = [
  { value: "docs", label: "As documented", remark: "creating answers 201, deleting has no body" },
  { value: "sdk", label: "As the vendor's SDKs want it", remark: "creating answers 200, deleting {}" },
];

/** Which of the API's two known behaviours the sandbox plays. */
export function profileBench({ sandbox }) {
  const inputs = profiles.map(({ value }) => element("input", { type: "radio", name: "profile", value, onchange: () => sandbox.control("PUT", "profile", { profile: value }) }));
  const labels = profiles.map(({ label, remark }, index) => element("label", { class: "option" }, inputs[index], element("span", {}, label, " ", element("small", {}, remark))));

  async function look() {
    const { profile } = await sandbox.control("GET", "profile");
    for (const input of inputs) input.checked = input.value === profile;
  }

  for (const event of ["reset", "restored"]) sandbox.on(event, look);
  look();
  return element("fieldset", {}, element("legend", {}, "Profile"), labels);
}
