import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { Sandbox } from "verigator/sandbox";

const repository = join(import.meta.dirname, "../..");

/** Numbers that a page shows as ones that forms refuse. */
const refusedInReadme = [
  "+447700900123",
  "+3725555555",
  "+999000000001",
  "+999000000002",
  "+999000000003",
  "+999000000004",
  "+999000000101",
  "+999000000102",
  "+999000000103",
  "+999000000109",
  "+999000000111",
  "+999000000200",
  "+999000000209",
  "+999000000999",
  "+999000001209",
];

const isValid = (number) => parsePhoneNumberFromString(number)?.isValid() ?? false;

/** The phone numbers of the documentation and the examples, with the file that each is in. */
function shownNumbers() {
  const paths = [
    "README.md",
    "pkg-template/*.md",
    "pkg-template/*.d.ts",
    "gateway/js/*.d.ts",
    "sandbox/js/*.d.ts",
    "docs",
    "examples",
    "gateway/*.md",
    "sandbox/README.md",
    ":!*package-lock.json",
    ":!*.svg",
  ];
  const files = execFileSync("git", ["ls-files", ...paths], { cwd: repository, encoding: "utf8" })
    .trim()
    .split("\n");
  return files.flatMap((file) => {
    const text = readFileSync(join(repository, file), "utf8");
    return [...text.matchAll(/(?<![\w.+])\+\d{9,15}\b/g)].map(([number]) => ({ file, number }));
  });
}

test("every phone number that the documentation shows is valid to libraries that check numbers, or is named as one that is not", () => {
  const numbers = shownNumbers();
  assert.ok(numbers.length > 30, `expected the numbers of the documentation, found ${numbers.length}`);
  const isNamed = ({ file, number }) => file === "sandbox/README.md" && refusedInReadme.includes(number);
  assert.deepEqual(
    numbers.filter((shown) => !isValid(shown.number) && !isNamed(shown)),
    [],
  );
  for (const number of refusedInReadme) assert.equal(isValid(number), false, number);
});

test("each result that a magic number selects has a number that is valid, and mobile", async () => {
  const { fetch } = new Sandbox();
  const { pins } = await (await fetch("http://localhost/_sandbox/magic-values")).json();
  assert.equal(pins.length, 4);
  for (const { phoneNumber, validPhoneNumber } of pins) {
    assert.equal(isValid(phoneNumber), false);
    assert.deepEqual(
      [isValid(validPhoneNumber), parsePhoneNumberFromString(validPhoneNumber).getType()],
      [true, "MOBILE"],
      validPhoneNumber,
    );
  }
});
