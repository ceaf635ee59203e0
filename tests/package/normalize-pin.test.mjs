import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { normalizePin } from "verigator";

/** The digits of a script from zero to nine, as the runtime's own formatter writes them. */
function digitsOf(numberingSystem) {
  const format = new Intl.NumberFormat("en", { numberingSystem, useGrouping: false });
  return Array.from({ length: 10 }, (_, digit) => format.format(digit));
}

test("decimal digits of every script of the runtime become ASCII digits", () => {
  const scripts = Intl.supportedValuesOf("numberingSystem").filter((system) =>
    digitsOf(system).every((digit) => /^\p{Nd}$/u.test(digit)),
  );
  assert.ok(scripts.length > 50, `expected dozens of scripts, got ${scripts.length}`);
  for (const script of scripts) assert.equal(normalizePin(digitsOf(script).reverse().join("")), "9876543210", script);
});

test("every decimal digit of Unicode has one of ten values, each as often as the others", () => {
  const counts = new Map();
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
    const character = String.fromCodePoint(codePoint);
    if (!/\p{Nd}/u.test(character)) continue;
    const digit = normalizePin(character);
    assert.match(digit, /^[0-9]$/, codePoint.toString(16));
    counts.set(digit, (counts.get(digit) ?? 0) + 1);
  }
  assert.equal(counts.size, 10);
  assert.equal(new Set(counts.values()).size, 1, "each run has all ten");
});

test("separators that people and devices add are removed", () => {
  const typed = [
    "7 0 4 2",
    " 7042\n",
    "7042\t",
    "70-42",
    "70\u201142",
    "70\u221242",
    "70\u201342",
    "70.42",
    "7,042",
    "7\u066c042",
    "7'042",
    "7\u2019042",
    "70\u00b742",
    "70\u00a042",
    "70\u202f42",
    "\u30007042",
    "(7042)",
    "#7042.",
    "70_42",
    "\u201c7042\u201d",
  ];
  for (const text of typed) assert.equal(normalizePin(text), "7042", JSON.stringify(text));
});

test("characters that nobody sees are removed", () => {
  const invisible = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202c",
    "\u2066",
    "\u2069",
    "\ufeff",
    "\u00ad",
    "\u061c",
    "\u2060",
    "\u0000",
    "\ufe0f\u20e3",
    "\u{e0020}",
  ];
  for (const character of invisible)
    assert.equal(
      normalizePin(`${character}70${character}42${character}`),
      "7042",
      character.codePointAt(0).toString(16),
    );
});

test("scripts may be mixed, and leading zeros stay", () => {
  assert.equal(normalizePin("\u06f0\u0660\uff17 4-\u{1d7ea}"), "00748");
  assert.equal(normalizePin("000000"), "000000");
});

test("letters and other numbers stay, so that the result is no PIN", () => {
  for (const text of ["7o42", "abc", "7042x", "\u00bd", "\u2163", "\u4e03", "7\u00b2", "\u2460", "7+42", "\ud835"])
    assert.doesNotMatch(normalizePin(text), /^\d*$/, text);
  assert.equal(normalizePin("7 o-4 2"), "7o42");
  assert.equal(normalizePin(""), "");
});

test("anything but a string throws and is not shown", () => {
  for (const value of [undefined, null, 246813, ["246813"], { toString: () => "246813" }, new String("246813")]) {
    assert.throws(
      () => normalizePin(value),
      (error) => error instanceof TypeError && /^normalizePin: expected a string, got \w+$/.test(error.message),
    );
  }
});

test("a long text takes linear time", () => {
  const text = "\u0664\u200f-".repeat(200_000);
  assert.equal(normalizePin(text), "4".repeat(200_000));
});

test("every entry has it, also before its wasm is loaded and where there is no wasm", async () => {
  const entries = ["browser.js", "development.js", "inline.js", "nitro.js", "react-native.js"];
  for (const entry of entries)
    assert.equal(
      (await import(`./node_modules/verigator/${entry}`)).normalizePin("\u09ed\u09e6-\u09ea\u09e8"),
      "7042",
      entry,
    );
  assert.equal(createRequire(import.meta.url)("verigator").normalizePin("70 42"), "7042");
});
