import { createReadStream, statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
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

/** Finds files of a folder for requests. The paths of both APIs are never files. */
export function createStaticFiles(folder) {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StartError(`--static: expected a folder, got ${folder}`);
  }

  async function find({ method, url }) {
    const path = method === "GET" || method === "HEAD" ? pathOf(url) : undefined;
    const file = path === undefined ? undefined : join(folder, path);
    const found = file && (await stat(file).catch(() => undefined));
    return found?.isFile() ? { send: (outgoing) => sendFile(file, found.size, method, outgoing) } : undefined;
  }

  return { find };
}

/** Returns a path that cannot leave the folder, or nothing for one that is not a file's. */
function pathOf(url) {
  let path;
  try {
    path = decodeURIComponent(url.split("?")[0]);
  } catch {
    return undefined;
  }
  if (!path.startsWith("/") || path.startsWith("/v1/") || path.startsWith("/_sandbox/") || path.includes("\0")) {
    return undefined;
  }
  const inside = normalize(path.endsWith("/") ? `${path}index.html` : path);
  return inside.split(sep).includes("..") ? undefined : inside;
}

function sendFile(file, size, method, outgoing) {
  const mediaType = mediaTypes[extname(file)] ?? "application/octet-stream";
  outgoing.writeHead(200, { "content-type": mediaType, "content-length": size, "cache-control": "no-cache" });
  if (method === "HEAD") {
    outgoing.end();
    return;
  }
  createReadStream(file).on("error", () => outgoing.destroy()).pipe(outgoing);
}
