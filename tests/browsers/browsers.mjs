/** The three browsers, each without a window and steered by its own driver. */
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Builder } from "selenium-webdriver";
import { freePort } from "./free-port.mjs";
import { start } from "./program.mjs";

const root = process.getuid?.() === 0;

const kinds = {
  chromium: {
    driver: "chromedriver",
    capabilities: {
      browserName: "chrome",
      "goog:chromeOptions": { args: ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", ...(root ? ["--no-sandbox"] : [])] },
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

/** Opens a browser by name. `driver` steers it; `close` ends it and what was started for it. */
export async function open(name) {
  const { driver: program, display, capabilities } = kinds[name];
  const started = [];
  const close = async () => {
    for (const { stop } of started.reverse()) await stop();
  };
  try {
    const shown = await display?.();
    if (shown) started.push(shown);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = { ...process.env, ...shown?.env };
    started.push(await start(program, [`--port=${port}`], { url: `${url}/status`, env }));
    const wanted = typeof capabilities === "function" ? capabilities() : capabilities;
    const driver = await new Builder().usingServer(url).withCapabilities(wanted).build();
    started.push({ stop: () => driver.quit() });
    await driver.manage().setTimeouts({ script: 60_000, pageLoad: 60_000 });
    return { driver, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A display for GTK that shows nothing: WebKitGTK has no mode without a window. */
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

/** Debian keeps it in a folder that is named after the machine's architecture. */
function miniBrowser() {
  const paths = readdirSync("/usr/lib").map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`);
  const path = paths.find(existsSync);
  if (!path) throw new Error("WebKitGTK's MiniBrowser is missing: install libwebkit2gtk-4.1-0 and webkit2gtk-driver");
  return path;
}
