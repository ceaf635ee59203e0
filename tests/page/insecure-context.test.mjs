import { after, before, test } from "node:test";
import { useChromium } from "./chromium.mjs";
import { DemoPage } from "./demo-page.mjs";
import { serveSite } from "./static-site.mjs";

const visit = useChromium();
let site;

before(async () => {
  site = await serveSite();
});

after(() => site?.close());

test("on plain http the page says what is missing, and works except for the clipboard", () =>
  visit(
    async (page) => {
      const demo = new DemoPage(page);
      await demo.waitForAlert("This page needs a secure context. Open it at 127.0.0.1 or by https");
      await demo.button("Seed users").click();
      await demo.waitForHeading("Sign in");
      await demo.requestSms();
      const pin = await demo.readPin();
      await demo.button("Copy the PIN").click();
      await page.getByText("Copy failed").waitFor();
      await demo.typePin(pin);
      await demo.waitForWelcome();
    },
    { url: site.url.replace("127.0.0.1", "insecure.test") },
  ));
