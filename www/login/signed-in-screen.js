import { element } from "../dom/element.js";
import { asTime } from "../dom/times.js";
import { deleteButton } from "./delete-button.js";

/** The way in is free. */
export function signedInScreen({ calls, session }) {
  const heading = element("h3", { tabindex: "-1" });
  const lead = element("p", { class: "lead" });
  const signOut = () => session.update({ screen: "sign-in", verifiedAt: undefined, method: undefined, requestedMethod: undefined });

  const node = element(
    "div",
    { class: "screen signed-in" },
    element("p", { class: "seal", "aria-hidden": "true" }, "✓"),
    heading,
    lead,
    element("p", { class: "actions" }, element("button", { type: "button", class: "primary", onclick: signOut }, "Sign out"), deleteButton(calls)),
  );

  function update({ method, verifiedAt }) {
    heading.textContent = `Welcome, ${session.user?.username ?? ""}`;
    const how = method === "totp" ? "a code of the Verigator app" : "a PIN by SMS";
    lead.textContent = verifiedAt ? `Verified at ${asTime(verifiedAt)} by ${how}.` : "";
  }

  return { node, update, focus: heading };
}
