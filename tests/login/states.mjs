/** Brings a page of the element, opened by Playwright, into each of its states. */
import { denyStarts, hold, loseNext } from "./web-site.mjs";

const step = (page, name) =>
  page.waitForFunction(
    (name) => {
      const element = document.querySelector("verigator-login");
      return element.shadowRoot?.querySelector("form")?.lang && element.login.state.step === name;
    },
    name,
    { polling: 20 },
  );
const shown = async (page, part) => page.locator(`verigator-login [part~="${part}"]`).first();
const start = async (page) => {
  await step(page, "idle");
  await page.locator("verigator-login button:visible").first().click();
};
const submit = async (page, pin) => {
  // Not at once, which would be a paste that submits by itself.
  await (await shown(page, "field")).pressSequentially(pin);
  await page.keyboard.press("Enter");
};
const startApp = async (page) => {
  await step(page, "idle");
  await page.locator("verigator-login button:visible").nth(1).click();
  await step(page, "waiting");
};

/** Each state by name: `options` of the visitor, `attributes` of the element, and `enter`, which resolves once the page is in the state. */
export const states = {
  idle: { enter: (page) => step(page, "idle") },
  sending: {
    async enter(page, visitor) {
      await step(page, "idle");
      hold(visitor, "POST");
      await start(page);
      await step(page, "sending");
    },
  },
  waiting: {
    async enter(page) {
      await start(page);
      await step(page, "waiting");
    },
  },
  "no app": { enter: startApp },
  app: { options: { hasApp: true }, enter: startApp },
  "may have sent": {
    async enter(page, visitor) {
      await step(page, "idle");
      loseNext(visitor, "POST");
      await start(page);
      await step(page, "waiting");
    },
  },
  "sent again": {
    options: { policy: { resendCooldownSeconds: [0, 60] } },
    async enter(page) {
      await start(page);
      await step(page, "waiting");
      await page.locator("verigator-login .link:visible").first().click();
      await page.waitForFunction(() => document.querySelector("verigator-login").login.state.replacesEarlier);
    },
  },
  verifying: {
    async enter(page, visitor) {
      await start(page);
      await step(page, "waiting");
      hold(visitor, "POST");
      await submit(page, visitor.wrongPin());
      await step(page, "verifying");
    },
  },
  wrong: {
    async enter(page, visitor) {
      await start(page);
      await step(page, "waiting");
      await submit(page, visitor.wrongPin());
      await page.locator('verigator-login [aria-invalid="true"]').waitFor();
    },
  },
  throttled: {
    async enter(page, visitor) {
      await start(page);
      await step(page, "waiting");
      for (let offset = 1; offset <= 4; offset += 1) await visitor.verify(visitor.wrongPin(offset));
      await submit(page, visitor.wrongPin(5));
      await step(page, "failed");
    },
  },
  expired: {
    async enter(page, visitor) {
      await start(page);
      await step(page, "waiting");
      visitor.advance(600_000);
      await submit(page, visitor.rightPin());
      await step(page, "failed");
    },
  },
  limited: {
    async enter(page, visitor) {
      await step(page, "idle");
      denyStarts(visitor, 90);
      await start(page);
      await step(page, "failed");
    },
  },
  offline: {
    async enter(page, visitor) {
      await step(page, "idle");
      visitor.intercept = () => Promise.reject(new Error("lost"));
      await start(page);
      await step(page, "failed");
    },
  },
  "no session": {
    prepare: (visitor) => (visitor.hasSession = false),
    enter: (page) => page.locator("verigator-login [part=problem]:not(:empty)").waitFor(),
  },
  verified: {
    async enter(page, visitor) {
      await start(page);
      await step(page, "waiting");
      await submit(page, visitor.rightPin());
      await step(page, "verified");
    },
  },
  "verified before": {
    attributes: { next: "/other.html" },
    async prepare(visitor) {
      await visitor.start();
      await visitor.verify(visitor.rightPin());
    },
    enter: (page) => step(page, "verified"),
  },
};

/** Opens a page in a state. `further` are options of the page, e.g. its language and theme. */
export async function openState(page, site, name, further) {
  const { options, attributes, prepare, enter } = states[name];
  const visitor = await site.visit(options);
  await prepare?.(visitor);
  await page.goto(visitor.page(attributes, further));
  await enter(page, visitor);
  return visitor;
}
