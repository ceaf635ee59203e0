/** What the flow prints and asks: numbered steps, each with the requests that it sent and what came back. */
import { createInterface } from "node:readline";

const colours = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };
const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
const margin = "     ";

let steps = 0;
let input;
let lines;

function paint(colour, text) {
  return isColoured ? `\x1b[${colours[colour]}m${text}\x1b[0m` : text;
}

export function title(text, remark) {
  console.log(`\n  ${paint("bold", text)}  ${paint("dim", remark)}`);
}

export function step(text) {
  steps += 1;
  console.log(`\n  ${paint("cyan", String(steps).padStart(2))} ${paint("bold", text)}`);
}

/** One request and its answer: `POST /path`, then the status with the body. */
export function exchange({ method, path, status, body, durationMs }) {
  console.log(`${margin}${paint("yellow", method)} ${path}  ${paint("dim", `${durationMs.toFixed(0)} ms`)}`);
  const verdict = paint(status < 300 ? "green" : "red", status);
  console.log(`${margin}${verdict} ${body === "" ? paint("dim", "no body") : body}`);
}

/** What a step means, or what the user would see. */
export function remark(text) {
  console.log(`${margin}${paint("dim", "→")} ${text}`);
}

export function sms({ to, text }) {
  const lines = [`SMS to ${to}`, ...text.split("\n").filter((line) => line !== "")];
  const length = Math.max(...lines.map((line) => line.length));
  const edge = "─".repeat(length + 2);
  console.log(`${margin}┌${edge}┐`);
  for (const line of lines) console.log(`${margin}│ ${paint("bold", line.padEnd(length))} │`);
  console.log(`${margin}└${edge}┘`);
}

export function succeeded(text) {
  console.log(`\n  ${paint("green", `✓ ${text}`)}\n`);
}

export function failed(text) {
  console.error(`\n  ${paint("red", `✗ ${text}`)}\n`);
}

/** Asks for a line. Where the input has ended, that is an error. */
export async function ask(question) {
  input ??= createInterface({ input: process.stdin });
  lines ??= input[Symbol.asyncIterator]();
  process.stdout.write(`${margin}${question}`);
  const { value, done } = await lines.next();
  if (!process.stdin.isTTY) console.log();
  if (done) throw new Error(`the input ended before an answer to "${question.trim()}"`);
  return value.trim();
}

/** Lets the process end. */
export function close() {
  input?.close();
}
