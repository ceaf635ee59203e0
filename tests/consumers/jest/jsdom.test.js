/** @jest-environment jsdom */
const { TextDecoder, TextEncoder } = require("node:util");
const verigator = require("verigator");

const create = () => verigator.Verigator.viaGateway("https://shop.example/2fa");

test("package can be imported in jsdom, and its first use names what to change", () => {
  expect(create).toThrow("@jest-environment node");
});

test("package works in jsdom once that has text coders", () => {
  Object.assign(globalThis, { TextDecoder, TextEncoder });
  expect(create().me).toBeInstanceOf(verigator.User);
});
