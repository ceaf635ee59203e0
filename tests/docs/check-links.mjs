/**
 * Checks every link of the site in the folder of the first argument, which is served under the path in the second: its file, and its anchor. Links
 * to other hosts are not checked.
 */
import { readdir, readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";

const [folder, base] = [resolve(process.argv[2]), process.argv[3]];
const origin = "http://site.test";

const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
const files = new Set(names.map(({ parentPath, name }) => relative(folder, resolve(parentPath, name))));
const pages = await Promise.all(
  [...files]
    .filter((file) => file.endsWith(".html"))
    .map(async (file) => [file, await readFile(resolve(folder, file), "utf8")]),
);
const anchors = new Map(pages.map(([file, html]) => [file, new Set(attributes(html, "id"))]));

const broken = pages.flatMap(([file, html]) => {
  const links = [...attributes(html, "href"), ...attributes(html, "src")].filter(
    (link) => !/^(https?|mailto|data):/.test(link),
  );
  return links.filter((link) => !isValid(new URL(link, `${origin}${base}${file}`))).map((link) => `${file}: ${link}`);
});

console.log(
  broken.length > 0 ? `broken links:\n  ${broken.join("\n  ")}` : `  ${pages.length} pages without broken links`,
);
process.exitCode = broken.length > 0 || pages.length === 0 ? 1 : 0;

function attributes(html, name) {
  return [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&amp;", "&"));
}

function isValid({ pathname, hash }) {
  if (!pathname.startsWith(base)) return false;
  const path = decodeURIComponent(pathname.slice(base.length));
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  if (!files.has(file)) return false;
  // The anchor of the demo page is the state that it opens in.
  const anchor = file.startsWith("demo/") ? "" : decodeURIComponent(hash.slice(1));
  return anchor === "" || !anchors.has(file) || anchors.get(file).has(anchor);
}
