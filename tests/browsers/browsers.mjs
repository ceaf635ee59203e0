/** The three browsers, each headless and controlled through its own WebDriver. */
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.mjs";
import { start } from "./program.mjs";
import { createSession } from "./web-driver.mjs";

const isRoot = process.getuid?.() === 0;

const browsers = {
  chromium: {
    driver: "chromedriver",
    capabilities: {
      browserName: "chrome",
      "goog:chromeOptions": {
        args: ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", ...(isRoot ? ["--no-sandbox"] : [])],
      },
    },
  },
  firefox: {
    driver: "geckodriver",
    capabilities: { browserName: "firefox", "moz:firefoxOptions": { args: ["-headless"] } },
  },
  webkit: {
    driver: "WebKitWebDriver",
    display: startDisplay,
    capabilities: () => ({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] },
    }),
  },
};

/** Opens a browser by name. Returns its WebDriver, and `close`, which ends the browser and everything that was started for it. */
export async function open(name) {
  const { driver: program, display, capabilities } = browsers[name];
  const started = [];
  const close = async () => {
    for (const { stop } of started.reverse()) await stop();
  };
  try {
    const virtualDisplay = await display?.();
    if (virtualDisplay) started.push(virtualDisplay);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = { ...process.env, ...virtualDisplay?.env };
    started.push(await start(program, [`--port=${port}`], { url: `${url}/status`, env }));
    const requested = typeof capabilities === "function" ? capabilities() : capabilities;
    const driver = await createSession(url, requested);
    started.push({ stop: () => driver.quit() });
    await driver.setTimeouts(300_000);
    return { driver, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts a virtual display for GTK, since WebKitGTK has no headless mode. */
async function startDisplay() {
  const folder = await mkdtemp(join(tmpdir(), "verigator-display-"));
  const port = await freePort();
  const env = { XDG_RUNTIME_DIR: folder, GDK_BACKEND: "broadway", BROADWAY_DISPLAY: ":5" };
  const broadway = await start("broadwayd", ["--address", "127.0.0.1", "--port", String(port), ":5"], {
    url: `http://127.0.0.1:${port}/`,
    env: { ...process.env, ...env },
  });
  const stop = async () => {
    await broadway.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { env, stop };
}

/** Returns the path of WebKitGTK's browser. Debian installs it in a folder named after the architecture. */
function miniBrowser() {
  const paths = readdirSync("/usr/lib").map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`);
  const path = paths.find(existsSync);
  if (!path) throw new Error("WebKitGTK's MiniBrowser is missing: install libwebkit2gtk-4.1-0 and webkit2gtk-driver");
  return path;
}
