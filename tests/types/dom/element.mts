/** The element in a page. */
import "verigator/element";
import type { Texts, VerigatorLoginElement, VerigatorLoginEventMap } from "verigator/element";
import { texts as estonian } from "verigator/element/texts/et";
import { createLogin } from "verigator/login";

const element: VerigatorLoginElement = document.createElement("verigator-login");
element.login = createLogin({ gateway: "/2fa" });
element.texts = { ...estonian, verify: "Logi sisse" };
element.texts = undefined;
element.addEventListener("verified", () => location.assign("/account"));
element.addEventListener("failed", (event) => {
  const { detail } = event as VerigatorLoginEventMap["failed"];
  return detail.code === "rate_limited" || detail.rejection === "invalid";
});

// @ts-expect-error: a translation that lacks texts
const incomplete: Texts = { language: "fi", direction: "ltr", verify: "Vahvista" };
void incomplete;
