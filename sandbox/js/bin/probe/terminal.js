import { createInterface } from "node:readline";

/** Asks questions on standard error and reads the answers, line by line, from standard input. */
export class Terminal {
  #lines;
  #interface;
  #isClosed = false;

  /** Returns the typed line, or undefined at the end of the input and after `close`. */
  async ask(question) {
    if (this.#isClosed) return undefined;
    process.stderr.write(question);
    // Not in terminal mode, in which Ctrl+C would be no signal.
    this.#interface ??= createInterface({ input: process.stdin, terminal: false });
    this.#lines ??= this.#interface[Symbol.asyncIterator]();
    const { value } = await this.#lines.next();
    if (value === undefined) process.stderr.write("\n");
    return value;
  }

  /** Returns the answer to a yes-no question, or undefined if there is none. */
  async confirm(question) {
    const answer = (await this.ask(`${question} [y/n] `))?.trim().toLowerCase();
    if (answer === "y" || answer === "yes") return true;
    return answer === "n" || answer === "no" ? false : undefined;
  }

  /** Ends a pending question. */
  close() {
    this.#isClosed = true;
    this.#interface?.close();
  }
}
