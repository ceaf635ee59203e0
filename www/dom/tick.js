const twicePerSecondMs = 500;

/** Calls back twice a second, for what runs down on the page. A page that nobody sees is left alone. */
export function onTick(callback) {
  setInterval(() => document.hidden || callback(), twicePerSecondMs);
}
