/** Turns what a person typed, pasted or dictated into the PIN that was sent. Needs no wasm, so a page can call it before `init`. */

/**
 * Returns the text with every decimal digit as 0 to 9, and without spaces, punctuation and invisible characters. All other characters stay, so that
 * the caller sees that this is no PIN.
 */
export function normalizePin(text) {
  if (typeof text !== "string")
    throw new TypeError(`normalizePin: expected a string, got ${text === null ? "null" : typeof text}`);
  // Not as literals, since an engine that lacks a property would then not even load the module.
  const separators = new RegExp("[\\s\\p{Z}\\p{P}\\p{Cc}\\p{Cf}\\p{Me}\\p{Default_Ignorable_Code_Point}\u2212]", "gu");
  const digit = new RegExp("\\p{Nd}", "u");
  return text
    .replace(separators, "")
    .replace(new RegExp(digit, "gu"), (character) => valueOf(character.codePointAt(0), digit));
}

/** The value of a decimal digit. Unicode has them in runs of ten from zero to nine, some of which follow each other without a gap. */
function valueOf(codePoint, digit) {
  let first = codePoint;
  while (digit.test(String.fromCodePoint(first - 1))) first -= 1;
  return (codePoint - first) % 10;
}
