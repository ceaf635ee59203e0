import "verigator/element";
import { texts } from "verigator/element/texts/et";

/** @type {import("verigator/element").Texts} */
const own = { ...texts, intro: "Kinnitage sisselogimine.", verify: "Logi sisse" };
for (const element of document.querySelectorAll("verigator-login")) element.texts = own;
