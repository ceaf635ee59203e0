/** The style of the element. It takes font, text colour and colour scheme from the page. */
export const styles = `
:host { display: block; max-inline-size: 22rem; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
form {
  --accent: var(--verigator-accent, light-dark(#1d4fc4, #9dbcff));
  --on-accent: var(--verigator-on-accent, light-dark(#fff, #0b1b3f));
  --error: var(--verigator-error, light-dark(#b3261e, #ffb4ab));
  --success: var(--verigator-success, light-dark(#146c2e, #7fd69a));
  --line: var(--verigator-line, light-dark(#767b85, #8d93a0));
  --radius: var(--verigator-radius, .625rem);
  display: grid;
  gap: var(--verigator-gap, .875rem);
  line-height: 1.45;
}
p { margin: 0; outline: none; overflow-wrap: anywhere; }
p:empty { display: none; }
.field { display: grid; gap: .375rem; }
label { font-weight: 600; }
input {
  inline-size: 100%;
  padding: .5rem .75rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: transparent;
  color: inherit;
  font: inherit;
  font-size: 1.625rem;
  font-variant-numeric: tabular-nums;
  letter-spacing: .28em;
  text-align: center;
}
input[aria-invalid=true] { border-color: var(--error); box-shadow: inset 0 0 0 1px var(--error); }
input:read-only { opacity: .7; }
[part=problem] {
  padding: .5rem .75rem;
  border-inline-start: .25rem solid var(--error);
  border-radius: .25rem;
  background: color-mix(in srgb, var(--error) 9%, transparent);
  color: var(--error);
}
button, a {
  display: flex;
  align-items: center;
  justify-content: center;
  gap: .5rem;
  min-block-size: 2.75rem;
  padding: .5rem 1rem;
  border: 1px solid var(--accent);
  border-radius: var(--radius);
  background: transparent;
  color: var(--accent);
  font: inherit;
  font-weight: 600;
  font-variant-numeric: tabular-nums;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover { background: color-mix(in srgb, var(--accent) 88%, #000); }
.secondary:hover { background: color-mix(in srgb, var(--accent) 9%, transparent); }
.link { min-block-size: 2rem; padding: .25rem .5rem; border-color: transparent; justify-self: center; }
.link:hover { text-decoration: underline; }
.link ~ .link { margin-block-start: -.5rem; }
[part][aria-disabled=true] { opacity: .65; cursor: default; text-decoration: none; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: .1875rem solid var(--accent); outline-offset: .125rem; }
.done [part=message] { display: flex; align-items: center; gap: .5rem; color: var(--success); font-weight: 600; }
.done [part=message]::before { content: "✓" / ""; }
[aria-busy=true] .primary::before {
  content: "";
  inline-size: 1em;
  block-size: 1em;
  border: .15em solid;
  border-inline-end-color: transparent;
  border-radius: 50%;
  animation: turn .8s linear infinite;
}
@keyframes turn { to { rotate: 1turn; } }
@media (prefers-reduced-motion: reduce) { [aria-busy=true] .primary::before { animation: none; } }
@media (forced-colors: active) {
  .primary { forced-color-adjust: none; background: ButtonText; color: ButtonFace; border-color: ButtonText; }
  [part][aria-disabled=true] { opacity: 1; color: GrayText; border-color: GrayText; background: Canvas; }
}
`;
