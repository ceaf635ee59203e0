const refreshIntervalMs = 500;

const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const shortTime = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

/** Formats a time of day with seconds, e.g. 14:05:09. */
export function formatTime(date) {
  return time.format(new Date(date));
}

/** Formats a time of day without seconds, e.g. 14:05. */
export function formatShortTime(date) {
  return shortTime.format(new Date(date));
}

/** Formats a date, e.g. 23 Nov 2026. */
export function formatDay(date) {
  return day.format(new Date(date));
}

/** Formats a duration, e.g. 12 ms or 1.5 s. */
export function formatDuration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Calls `callback` twice a second while the page is visible, to refresh clocks and countdowns. */
export function onTick(callback) {
  setInterval(() => document.hidden || callback(), refreshIntervalMs);
}
