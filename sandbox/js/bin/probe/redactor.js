const uuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

/** The least digits by which the end of a phone number is recognized, e.g. without its country code. */
const minDigits = 6;

/** Shorter ids stay as they are, since the text has the same characters elsewhere. */
const minIdLength = 6;

/** Replaces secrets in texts, and ids consistently. It knows the secrets that the run uses, as they are and URL-encoded. */
export class Redactor {
  #secrets = [];
  #patterns = [];
  #ids = new Map();
  #counts = new Map();

  /** Adds a secret and the word to print instead. */
  add(secret, word) {
    for (const form of new Set([secret, encodeURIComponent(secret)])) {
      this.#secrets.push({ form, word });
    }
    // The longest first, since a username may be a part of the password.
    this.#secrets.sort((one, other) => other.form.length - one.form.length);
  }

  /** Adds a phone number, which is also recognized with other separators and without its first digits. */
  addPhoneNumber(number) {
    const digits = [...number.replace(/\D/g, "")];
    const optional = digits.slice(0, -minDigits).reduce((inner, digit) => `(?:${inner}${digit}${separators})?`, "");
    this.#patterns.push({
      pattern: new RegExp(`\\+?${optional}${join(digits.slice(-minDigits))}`, "g"),
      word: "PHONE-NUMBER",
    });
  }

  /** Adds a PIN, which is also recognized with separators. */
  addPin(pin) {
    this.#patterns.push({ pattern: new RegExp(join([...pin].map(escapePattern)), "g"), word: "PIN" });
  }

  /** Adds an id that the server chose, which need not be a UUID. */
  addId(kind, id) {
    if (this.#ids.has(id) || id.length < minIdLength) return;
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    this.#ids.set(id, `${kind.toUpperCase()}-${number}`);
  }

  redact(text) {
    let redacted = text;
    // First, since a secret may contain what else is redacted.
    for (const { form, word } of this.#secrets) redacted = redacted.replaceAll(form, word);
    for (const [id, word] of this.#ids)
      redacted = redacted.replaceAll(id, word).replaceAll(encodeURIComponent(id), word);
    redacted = redacted.replace(uuid, (id) => this.#otherId(id.toLowerCase()));
    for (const { pattern, word } of this.#patterns) redacted = redacted.replace(pattern, word);
    return redacted;
  }

  #otherId(id) {
    this.addId("id", id);
    return this.#ids.get(id);
  }

  /** Redacts a body. JSON is written anew, so that no escape sequence hides a secret. */
  redactBody({ text, json }) {
    return this.redact(json === undefined ? text : JSON.stringify(json));
  }
}

const separators = "[\\s().-]*";

function join(parts) {
  return parts.join(separators);
}

function escapePattern(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
