import { defineConfig } from "@playwright/test";

export default defineConfig({
  fullyParallel: true,
  // One sandbox server for all workers. Each worker has its own space on it.
  webServer: {
    command: "npx verigator sandbox --quiet",
    url: "http://127.0.0.1:8787/_sandbox/clock",
    reuseExistingServer: true,
  },
});
