import { randomUUID } from "node:crypto";
import { constants } from "node:os";
import { cleanUp } from "./clean-up.js";
import { evaluate } from "./evaluation.js";
import { UsageError, parseFlags, usage } from "./flags.js";
import { MissingResource, callUnknown, deleteResources, sendFreeCalls } from "./free-calls.js";
import { probeNumberVerification } from "./number-verification.js";
import { Redactor } from "./redactor.js";
import { describe, formatResults } from "./report.js";
import { Session, StopError } from "./session.js";
import { maxMessages, sendSmsCalls } from "./sms-calls.js";
import { Terminal } from "./terminal.js";
import { createTranscript, formatExchanges } from "./transcript.js";

const minWidth = 60;
const maxWidth = 120;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
const signalsToExit = 3;

/** Runs `verigator probe` and sets the exit code. */
export async function runProbe(args) {
  try {
    const settings = parseFlags(args, process.env);
    if (settings.help) {
      console.log(usage);
      return;
    }
    const writeTranscript = settings.transcript && createTranscript(settings.transcript);
    const run = settings.api === "number-verification" ? probeNumberVerification : probe;
    process.exitCode = await run(settings, writeTranscript);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    printError(error.message);
    process.exitCode = 2;
  }
}

async function probe(settings, writeTranscript) {
  const redactor = createRedactor(settings);
  const session = new Session({ ...settings, redactor });
  const terminal = new Terminal();
  const stopListening = handleSignals(session, terminal);
  let outcome;
  let remaining;
  try {
    outcome = await sendCalls(settings, session, terminal);
  } finally {
    terminal.close();
    remaining = await cleanUp(session);
    for (const sentence of remaining) printError(sentence);
    stopListening();
  }
  const results = evaluate(session.exchanges, outcome.parts);
  report({ settings, session, redactor, results, outcome, remaining, writeTranscript });
  return exitCode(session, results, outcome, remaining);
}

function createRedactor({ credentials, other, phoneNumber }) {
  const redactor = new Redactor();
  for (const [prefix, account] of [
    ["", credentials],
    ["OTHER-", other],
  ]) {
    if (account === undefined) continue;
    redactor.add(account.username, `${prefix}USERNAME`);
    redactor.add(account.password, `${prefix}PASSWORD`);
  }
  if (phoneNumber !== undefined) redactor.addPhoneNumber(phoneNumber);
  return redactor;
}

/** Ends the calls at the first signal, and the process at the third. Returns a function that stops it. */
function handleSignals(session, terminal) {
  let count = 0;

  function handle(signal) {
    count += 1;
    if (count === 1) {
      session.interruption = signal;
      printError(`interrupted by ${signal}; deleting what was created`);
      terminal.close();
    }
    // Not at the second: npx repeats the SIGINT that the terminal sends already.
    if (count === signalsToExit) {
      for (const { path } of session.createdServices.values()) printError(`not deleted: ${path}`);
      process.exit(4);
    }
  }

  for (const signal of signals) process.on(signal, handle);
  // Writing to a closed terminal fails, which must not end the clean-up.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return () => signals.forEach((signal) => process.off(signal, handle));
}

/** Sends all calls. Returns the parts that took place, and why it ended early. */
async function sendCalls(settings, session, terminal) {
  const parts = [];
  try {
    const sendsSms = settings.phoneNumber !== undefined && (await confirmMessages(settings, terminal));
    const unknown = randomUUID();
    const first = await callUnknown(session, unknown);
    const reason = findObstacle(first, settings.baseUrl, session.redactor);
    if (reason !== undefined) return { parts, isUnreachable: true, reason };
    if (settings.other) parts.push("VERIGATOR_OTHER_USERNAME and VERIGATOR_OTHER_PASSWORD");
    const resources = await sendFreeCalls(session, unknown, settings.other);
    if (sendsSms) {
      parts.push("--send-sms");
      await sendSmsCalls(session, resources, settings.phoneNumber, terminal);
    }
    await deleteResources(session, resources);
    return { parts };
  } catch (error) {
    if (error instanceof StopError || error instanceof MissingResource) return { parts, reason: error.message };
    throw error;
  }
}

/** Returns why no further call makes sense, after the first one. */
function findObstacle(first, baseUrl, redactor) {
  if (first.failure !== undefined) return `could not reach ${baseUrl}: ${first.failure}`;
  return first.status === 401 ? `the credentials are rejected: ${describe(first, redactor)}` : undefined;
}

async function confirmMessages({ phoneNumber, isConfirmed, baseUrl }, terminal) {
  const question = `Send up to ${maxMessages} paid SMS to the number that ends with ${phoneNumber.slice(-2)} by ${baseUrl}?`;
  const isAccepted = isConfirmed || (await terminal.confirm(question)) === true;
  if (!isAccepted) printError("sends no SMS, since you did not confirm it");
  return isAccepted;
}

function report({ settings, session, redactor, results, outcome, remaining, writeTranscript }) {
  const title = `Verigator probe of ${settings.baseUrl}`;
  const end = [
    outcome.reason && `Ended early: ${redactor.redact(outcome.reason)}.`,
    session.failures > 0 && `${session.failures} of ${session.exchanges.size} requests failed.`,
    remaining.length === 0 && "Everything that the probe created is deleted.",
  ].filter(Boolean);
  const format = (width) => [title, formatResults(results, redactor, width), ...end].join("\n");
  if (!outcome.isUnreachable) console.log(format(terminalWidth()));
  else printError(redactor.redact(outcome.reason));
  const exchanges = formatExchanges(session.exchanges, redactor);
  const sentences = remaining.map((sentence) => redactor.redact(sentence));
  writeTranscript?.([format(maxWidth), ...sentences, "", exchanges].join("\n"));
}

/** Some terminals say that they have 0 columns. */
function terminalWidth() {
  return Math.min(Math.max(process.stdout.columns || maxWidth, minWidth), maxWidth);
}

function exitCode(session, { results }, { reason, isUnreachable }, remaining) {
  if (remaining.length > 0) return 4;
  if (session.interruption) return 128 + constants.signals[session.interruption];
  if (isUnreachable) return 3;
  if (results.some(({ state }) => state === "contradicted")) return 1;
  return reason !== undefined || session.failures > 0 ? 3 : 0;
}

function printError(message) {
  console.error(`verigator probe: ${message}`);
}
