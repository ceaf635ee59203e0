import { createReadStream, realpathSync, statSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { extname, join, normalize, relative, sep } from "node:path";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";
import { StartError } from "./flags.js";

const mediaTypes = {
  ".css": "text/css;charset=utf-8",
  ".html": "text/html;charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript;charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript;charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain;charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** The URLs at which the page imports the files of this package. */
const packageUrl = /^\/verigator(\/[\w/-]+\.(?:js|wasm))(?:\?|$)/;

/** The prefix of a space, in which the page is served as at the root. */
const spacePrefix = /^\/spaces\/[\w.-]+(?=\/)/;

/** The URL of a space's page without its final slash, relative to which the page's own URLs would be wrong. */
const spaceWithoutSlash = /^\/spaces\/[\w.-]+$/;

/** Prevents that pages of other origins frame the demo page, and lead clicks to its controls. */
const pageHeaders = { "content-security-policy": "frame-ancestors 'self'" };

/** The paths of the Number Verification API, as the sandbox accepts them. */
const numberVerification = /^\/+(?:v1\/+)?verify\/+(?:start|pin)\/*$/;

/** Finds the file of the demo page that a request asks for. */
export function createPageFiles() {
  const page = createStaticFiles(resolveFolder("../page"), pageHeaders);
  const packageFiles = createStaticFiles(resolveFolder("../.."));

  function find(request) {
    const { method } = request;
    if (method === "GET" && spaceWithoutSlash.test(request.url)) {
      return {
        send: (outgoing) => outgoing.writeHead(302, { location: `${request.url}/`, "cache-control": "no-store" }).end(),
      };
    }
    const url = request.url.replace(spacePrefix, "");
    const [, path] = packageUrl.exec(url) ?? [];
    return path ? packageFiles.find({ method, url: path }) : page.find({ method, url });
  }

  return { find };
}

function resolveFolder(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Finds the file of a folder that a request asks for. Paths of the APIs are never files. */
export function createStaticFiles(folder, headers = {}) {
  const realFolder = resolveStaticFolder(folder);

  async function find({ method, url }) {
    const path = method === "GET" || method === "HEAD" ? filePath(url) : undefined;
    const file = path === undefined ? undefined : await resolveInside(realFolder, path);
    const found = file && (await stat(file).catch(() => undefined));
    return found?.isFile()
      ? { send: (outgoing) => sendFile({ file, size: found.size, headers }, method, outgoing) }
      : undefined;
  }

  return { find };
}

function resolveStaticFolder(folder) {
  try {
    const realFolder = realpathSync(folder);
    if (statSync(realFolder).isDirectory()) return realFolder;
  } catch {
    // It does not exist, or may not be read.
  }
  throw new StartError(`--static: expected a folder, got ${folder}`);
}

/** Resolves a path and its symbolic links. Returns undefined if it does not exist, or leads to a dotfile or out of the folder. */
async function resolveInside(folder, path) {
  const resolved = await realpath(join(folder, path)).catch(() => undefined);
  return resolved === undefined || hasHiddenSegment(relative(folder, resolved)) ? undefined : resolved;
}

/** Returns a path that stays inside the folder, or undefined if the request is not for a file. */
function filePath(url) {
  let path;
  try {
    path = decodeURIComponent(url.split("?")[0]);
  } catch {
    return undefined;
  }
  const isOfAnApi = /^\/(?:v1|_sandbox)\//.test(path) || numberVerification.test(path);
  if (!path.startsWith("/") || isOfAnApi || path.includes("\0")) {
    return undefined;
  }
  const inside = normalize(path.endsWith("/") ? `${path}index.html` : path);
  return hasHiddenSegment(inside) ? undefined : inside;
}

/** Returns whether a path contains a dotfile, which is often secret, or the parent folder. */
function hasHiddenSegment(path) {
  return path.split(sep).some((segment) => segment.startsWith("."));
}

function sendFile({ file, size, headers }, method, outgoing) {
  const mediaType = mediaTypes[extname(file)] ?? "application/octet-stream";
  outgoing.writeHead(200, {
    ...headers,
    "content-type": mediaType,
    "content-length": size,
    "cache-control": "no-cache",
  });
  if (method === "HEAD") {
    outgoing.end();
    return;
  }
  // Unlike `pipe`, it also closes the file if the connection closes.
  pipeline(createReadStream(file), outgoing, () => {});
}
