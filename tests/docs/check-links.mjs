/** Checks every link of the site in the folder in the argument: its file, and its anchor. Links to other hosts are not checked. */
import { readdir, readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";

const folder = resolve(process.argv[2]);
const names = await readdir(folder, { recursive: true });
const files = new Set(names.map((name) => resolve(folder, name)));
const pages = await Promise.all([...files].filter((file) => file.endsWith(".html")).map(async (file) => [file, await readFile(file, "utf8")]));
const anchors = new Map(pages.map(([file, html]) => [file, new Set(attributes(html, "id"))]));

const broken = pages.flatMap(([file, html]) => {
  const links = [...attributes(html, "href"), ...attributes(html, "src")].filter((link) => !/^(https?|mailto|data):/.test(link));
  return links.filter((link) => !isValid(new URL(link, pathToFileURL(file)))).map((link) => `${relative(folder, file)}: ${link}`);
});

console.log(broken.length > 0 ? `broken links:\n  ${broken.join("\n  ")}` : `  ${pages.length} pages without broken links`);
process.exitCode = broken.length > 0 || pages.length === 0 ? 1 : 0;

function attributes(html, name) {
  return [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value]) => value.replaceAll("&amp;", "&"));
}

function isValid(url) {
  const file = fileURLToPath(new URL(url.pathname, "file:"));
  if (!files.has(file)) return false;
  const anchor = decodeURIComponent(url.hash.slice(1));
  return anchor === "" || !anchors.has(file) || anchors.get(file).has(anchor);
}
