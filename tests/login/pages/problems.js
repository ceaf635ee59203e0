/** Records what must not happen in any page, and the events of the element. */
window.problems = [];
window.events = [];
addEventListener("error", ({ message }) => window.problems.push(message));
addEventListener("unhandledrejection", ({ reason }) => window.problems.push(String(reason)));
addEventListener("pageshow", ({ persisted }) => (window.isRestored = persisted));
document.addEventListener("securitypolicyviolation", ({ violatedDirective, sourceFile }) => {
  // Firefox reports images of its own.
  if (sourceFile !== "resource") window.problems.push(`${violatedDirective} ${sourceFile}`);
});
for (const type of ["sent", "verified", "failed"])
  document.addEventListener(type, ({ detail }) => window.events.push({ type, detail }));
