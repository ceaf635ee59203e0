import { fileURLToPath } from "node:url";
import { createStaticFiles } from "./static-files.js";

/** The paths under which the page imports what a browser loads of this package. */
const ofPackage = /^\/verigator(\/[\w/-]+\.(?:js|wasm))(?:\?|$)/;

/** Finds the files of the demo page, which looks into the sandbox, for requests. */
export function createPageFiles() {
  const page = createStaticFiles(folder("../page"));
  const ownPackage = createStaticFiles(folder("../.."));

  function find({ method, url }) {
    const [, path] = ofPackage.exec(url) ?? [];
    return path ? ownPackage.find({ method, url: path }) : page.find({ method, url });
  }

  return { find };
}

function folder(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}
