/** Replaces what the bundled jose makes at import, where a runtime without TextEncoder, such as Jest's jsdom, would fail. */
export class TextEncoder {
  encode(text) {
    return new globalThis.TextEncoder().encode(text);
  }
}

export class TextDecoder {
  #options;

  constructor(...options) {
    this.#options = options;
  }

  decode(bytes) {
    return new globalThis.TextDecoder(...this.#options).decode(bytes);
  }
}
