const timeOfDay = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const shortTimeOfDay = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

/** As in 14:05:09. */
export function asTime(date) {
  return timeOfDay.format(new Date(date));
}

/** As in 14:05, which a phone shows. */
export function asShortTime(date) {
  return shortTimeOfDay.format(new Date(date));
}

/** As in 23 Nov 2026. */
export function asDay(date) {
  return day.format(new Date(date));
}

/** As in 12 ms or 1.5 s. */
export function asDuration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
