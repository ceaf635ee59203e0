/**
 * What axe says about each state in Firefox and WebKitGTK, in both themes and directions, in a column of 320 px. `appearance.test.mjs` does this in Chromium. WebKitGTK runs on
 * a display without a size, where fonts have nine million pixels: nothing there is 320 px wide, and axe would look at each pixel for the contrast until memory is full.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { enter } from "../browsers/web-driver.mjs";
import { denyStarts, hold, loseNext } from "./web-site.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Each state by name: what brings a page into it. */
const states = {
  idle: (form) => form.waitFor({ step: "idle" }),
  async sending(form, visitor) {
    await form.waitFor({ step: "idle" });
    hold(visitor, "POST");
    await form.click("Send a PIN by SMS");
    await form.waitFor({ step: "sending" });
  },
  waiting: (form) => form.start(),
  async "may have sent"(form, visitor) {
    await form.waitFor({ step: "idle" });
    loseNext(visitor, "POST");
    await form.click("Send a PIN by SMS");
    await form.waitFor({ step: "waiting" });
  },
  async verifying(form, visitor) {
    await form.start();
    hold(visitor, "POST");
    await form.type(visitor.wrongPin() + enter);
    await form.waitFor({ step: "verifying" });
  },
  async wrong(form, visitor) {
    await form.start();
    await form.type(visitor.wrongPin() + enter);
    await form.waitFor({ problem: /Attempts left: 4/ });
  },
  async expired(form, visitor) {
    await form.start();
    visitor.advance(600_000);
    await form.type(visitor.rightPin() + enter);
    await form.waitFor({ step: "failed", problem: /has expired/ });
  },
  async limited(form, visitor) {
    await form.waitFor({ step: "idle" });
    denyStarts(visitor, 90);
    await form.click("Send a PIN by SMS");
    await form.waitFor({ step: "failed" });
  },
  async verified(form, visitor) {
    await form.start();
    await form.type(visitor.rightPin() + enter);
    await form.waitFor({ step: "verified" });
  },
};

/** Registers a test for each state by `check`. `opened` returns the form and the driver. Without a display size, what depends on it is left out. */
export function testWithAxe(check, opened, { hasSize }) {
  const rules = { "color-contrast": { enabled: hasSize } };
  for (const [name, bring] of Object.entries(states))
    check(
      `axe finds nothing in the state ${name}, in both themes and in Arabic${hasSize ? ", and it fits 320 px" : ""}`,
      async (visitor) => {
        const { form, driver } = opened();
        await bring(form, visitor);
        await driver.executeScript(`${axe}; document.querySelector("main").style.maxInlineSize = "320px";`);
        for (const [theme, lang] of [
          ["light", "en"],
          ["dark", "en"],
          ["dark", "ar"],
          ["light", "de"],
        ]) {
          await show(driver, theme, lang);
          assert.deepEqual(await driver.executeAsyncScript(findProblems, rules, hasSize), [], `${theme} ${lang}`);
        }
      },
    );
}

/** Shows the same state in another theme and language. */
async function show(driver, theme, lang) {
  const change = `const element = document.querySelector("verigator-login");
    document.documentElement.className = arguments[0];
    element.lang = arguments[1];`;
  await driver.executeScript(change, theme, lang);
  const isShown = `return document.querySelector("verigator-login").shadowRoot.querySelector("form").lang === arguments[0];`;
  await driver.wait(() => driver.executeScript(isShown, lang), 30_000);
}

/** Runs in the page: lists what axe finds, and what is wider than its column. */
const findProblems = `const [rules, hasSize, done] = arguments;
  const form = document.querySelector("verigator-login").shadowRoot.querySelector("form");
  const wide = [...form.querySelectorAll("*")].filter((node) => hasSize && node.getBoundingClientRect().width > 320);
  window.axe.run(document, { rules, resultTypes: ["violations"] }).then(
    ({ violations }) =>
      done([
        ...wide.map(({ outerHTML }) => "too wide: " + outerHTML),
        ...violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")),
      ]),
    (error) => done([String(error)]),
  );`;
