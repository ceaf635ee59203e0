import { escapeControlCharacters } from "../printer.js";

const maxBodyLength = 100;
const maxReasons = 3;

/** In this order, so that contradictions stand just above the summary. */
const states = ["confirmed", "not seen", "contradicted"];

const indent = " ".repeat(14);

/** Formats the results for a terminal of this width. The texts of the server are redacted. */
export function formatResults({ profile, counts, results }, redactor, width) {
  const sorted = states.flatMap((state) => results.filter((result) => result.state === state));
  const lines = sorted.flatMap((result) => formatResult(result, profile, redactor, width));
  const summary = states.map((state) => `${countState(results, state)} ${state}`).join(", ");
  return ["S stands for /v1/service/service.", "", ...lines, "", `${summary}.`, formatProfile(profile, counts)].join(
    "\n",
  );
}

function countState(results, state) {
  return results.filter((result) => result.state === state).length;
}

function formatProfile(profile, { docs, sdk, total }) {
  if (profile === undefined) return "Profile: unknown, since no exchange in which the profiles differ was seen.";
  if (docs === sdk) return `Profile: none fits better, docs and sdk each fit ${docs} of ${total} differences.`;
  const [best, other] = profile === "sdk" ? [sdk, docs] : [docs, sdk];
  if (best === total) return `Profile: ${profile}, which fits all ${total} differences.`;
  return `Profile: ${profile} fits best, ${best} of ${total} differences; the other profile fits ${other}.`;
}

function formatResult({ rule, state, contradictions, reasons, passedCount }, profile, redactor, width) {
  const details = contradictions.map(({ exchange, expected }) => {
    return `"${exchange.name}": expected ${expected}, received ${describe(exchange, redactor)}`;
  });
  const heading = wrap(describeRule(rule, profile).replaceAll("`", ""), width);
  const texts = [...describeProfile(rule, profile), ...details, ...describeUnseen(rule, reasons, passedCount)];
  return [
    state.padEnd(indent.length) + heading.join(`\n${indent}`),
    ...texts.flatMap((text) => indentText(text, width)),
  ];
}

/** Says what a rule means in the profile `sdk`, since its sentence describes `docs`. */
function describeProfile({ sentence, checks }, profile) {
  const differing = checks.filter(({ docs, sdk }) => docs !== sdk).map(({ sdk }) => sdk.text);
  if (profile !== "sdk" || sentence === undefined || differing.length === 0) return [];
  return [`in the profile sdk: ${[...new Set(differing)].join("; ")}`];
}

function describeUnseen({ checks }, reasons, passedCount) {
  if (reasons.length === 0) return [];
  const passed = passedCount > 0 ? [`${passedCount} of ${checks.length} checks passed`] : [];
  return [[...passed, ...reasons.slice(0, maxReasons)].join("; ")];
}

function indentText(text, width) {
  return wrap(text, width - 2).map((line) => `${indent}  ${line}`);
}

/** Returns the sentence of a rule; a row of the endpoints is a sentence for the profile. */
function describeRule({ sentence, request, docs, sdk, errors }, profile) {
  if (sentence !== undefined) return sentence;
  // Where only the status differs, the body is that of the docs.
  const response = profile !== "sdk" ? docs : /^\d+$/.test(sdk) ? docs.replace(/^\d+/, sdk) : sdk;
  return `${request}: ${response}${errors && `; ${errors}`}`;
}

/** Describes what an exchange received, in one line. */
export function describe(exchange, redactor) {
  if (exchange.received !== undefined) return exchange.received;
  if (exchange.status === undefined) return exchange.failure;
  const text = redactor.redactBody(exchange).replace(/\s+/g, " ").trim();
  const cut = text.length > maxBodyLength ? `${text.slice(0, maxBodyLength)}…` : text;
  return escapeControlCharacters(`${exchange.status}${cut === "" ? ", no body" : ` ${cut}`}`);
}

/** Breaks a text at spaces. A longer word has its own line. */
function wrap(text, width) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width - indent.length)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
