import { drawing } from "../dom/element.js";

const stepMs = 30_000;
const circumference = 100;

/** The ring that runs down with a code, the seconds in it. */
export function countdownRing() {
  const rest = drawing("circle", { class: "rest", cx: 18, cy: 18, r: 15.9155, pathLength: circumference, transform: "rotate(-90 18 18)" });
  const seconds = drawing("text", { x: 18, y: 18 });
  const node = drawing("svg", { class: "ring", viewBox: "0 0 36 36", role: "img" }, drawing("circle", { class: "whole", cx: 18, cy: 18, r: 15.9155 }), rest, seconds);

  function show(leftMs) {
    const left = Math.ceil(leftMs / 1000);
    if (seconds.textContent === String(left)) return;
    seconds.textContent = left;
    rest.setAttribute("stroke-dasharray", `${(leftMs / stepMs) * circumference} ${circumference}`);
    node.classList.toggle("ends", left <= 5);
    node.setAttribute("aria-label", `good for ${left} seconds`);
  }

  return { node, show };
}
