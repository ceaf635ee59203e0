/** A page with the element in the shadow tree of another one. */
import "./problems.js";
import "verigator/element";

const host = document.createElement("div");
document.querySelector("verigator-login").replaceWith(host);
host.attachShadow({ mode: "open" }).append(document.createElement("verigator-login"));
