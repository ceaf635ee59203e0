// Without a bundler, a page imports the files by their paths.
export * as verigator from "./node_modules/verigator/browser.js";
export * as sandbox from "./node_modules/verigator/sandbox/browser.js";
