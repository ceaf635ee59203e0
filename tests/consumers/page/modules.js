// Without a bundler a page names the files themselves.
export * as verigator from "./node_modules/verigator/browser.js";
export * as sandbox from "./node_modules/verigator/sandbox/browser.js";
