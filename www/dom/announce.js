/** Tells a screen reader what happened elsewhere on the page. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
