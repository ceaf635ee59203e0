import { expect } from "@playwright/test";
import { test } from "./fixtures.js";

test.beforeEach(async ({ page, sandbox }) => {
  await sandbox.reset();
  await page.goto("/");
  await page.getByLabel("Phone number").fill("+46701740605");
});

test("a user signs in with the PIN from the SMS", async ({ page, sandbox }) => {
  await page.getByRole("button", { name: "Send PIN" }).click();
  const { pin } = await sandbox.inbox.waitFor("+46701740605", { timeoutMs: 30_000 });
  await page.getByLabel("PIN").fill(pin);
  await expect(page.getByText("Signed in")).toBeVisible();
});

test("a PIN that comes too late is rejected", async ({ page, sandbox }) => {
  await page.getByRole("button", { name: "Send PIN" }).click();
  const { pin } = await sandbox.inbox.waitFor("+46701740605", { timeoutMs: 30_000 });
  await sandbox.clock.advance(300_000);
  await page.getByLabel("PIN").fill(pin);
  await expect(page.getByText("expired")).toBeVisible();
});

test("the page says so when the API is down", async ({ page, sandbox }) => {
  await sandbox.faults.next({ kind: "status", status: 503 }, { method: "POST" });
  await page.getByRole("button", { name: "Send PIN" }).click();
  await expect(page.getByText("Try again later")).toBeVisible();
});
