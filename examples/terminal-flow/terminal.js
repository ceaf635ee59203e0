/** The flow's output and questions: numbered steps, each with its requests and responses. */
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

/** Prints a request and its response: `POST /path`, then the status and the body. */
export function request({ method, path, status, body, durationMs }) {
  console.log(`${margin}${paint("yellow", method)} ${path}  ${paint("dim", `${durationMs.toFixed(0)} ms`)}`);
  const shownStatus = paint(status < 300 ? "green" : "red", status);
  console.log(`${margin}${shownStatus} ${body === "" ? paint("dim", "no body") : body}`);
}

/** Prints what a step's result means, or what the user would see. */
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

/** Asks the user for a line. Throws if the input has ended. */
export async function ask(question) {
  input ??= createInterface({ input: process.stdin });
  lines ??= input[Symbol.asyncIterator]();
  process.stdout.write(`${margin}${question}`);
  const { value, done } = await lines.next();
  if (!process.stdin.isTTY) console.log();
  if (done) throw new Error(`the input ended before an answer to "${question.trim()}"`);
  return value.trim();
}

/** Stops reading the input, so that the process can exit. */
export function close() {
  input?.close();
}
