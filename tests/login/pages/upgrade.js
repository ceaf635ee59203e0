/** A page that sets properties before the element is defined, as frameworks do. */
import "./problems.js";
import { createLogin } from "verigator/login";
import { texts } from "verigator/element/texts/en";

const element = document.querySelector("verigator-login");
window.login = createLogin({ gateway: "/2fa" });
Object.assign(element, { login: window.login, texts: { ...texts, intro: "Who are you?" } });
await import("verigator/element");
