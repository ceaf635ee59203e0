import { endpoints } from "./endpoints.js";
import { rules } from "./rules.js";

const profiles = ["docs", "sdk"];

/**
 * Compares the exchanges of a run with all rules.
 *
 * A rule is confirmed if each of its checks passed, contradicted if one failed, and otherwise not seen, even if some of its checks passed.
 * `parts` are the optional parts of the run that took place.
 */
export function evaluate(exchanges, parts) {
  const counts = countDifferences(exchanges);
  const profile = counts.sdk > counts.docs ? "sdk" : "docs";
  const results = [...endpoints, ...rules].map((rule) => evaluateRule(rule, profile, exchanges, parts));
  return { profile: counts.total === 0 ? undefined : profile, counts, results };
}

/** Counts the checks in which the profiles differ, and those that pass in each profile. */
function countDifferences(exchanges) {
  const checks = [...endpoints, ...rules].flatMap((rule) => rule.checks).filter(({ docs, sdk }) => docs !== sdk);
  const seen = checks.filter((check) => isSeen(exchanges.get(check.exchange)));
  const outcomes = seen.map((check) =>
    profiles.map((profile) => check[profile].test(exchanges.get(check.exchange)) === true),
  );
  const [docs, sdk] = profiles.map((_, index) => outcomes.filter((outcome) => outcome[index]).length);
  return { docs, sdk, total: seen.length };
}

function evaluateRule(rule, profile, exchanges, parts) {
  const outcomes = rule.checks.map((check) => runCheck(check, profile, exchanges, parts));
  const contradictions = outcomes.filter(({ passed }) => passed === false);
  const unseen = outcomes.filter(({ passed }) => passed === undefined);
  const state = contradictions.length > 0 ? "contradicted" : unseen.length > 0 ? "not seen" : "confirmed";
  const reasons = [...new Set(unseen.map(({ reason }) => reason))];
  return { rule, state, contradictions, reasons, passedCount: outcomes.filter(({ passed }) => passed).length };
}

function runCheck(check, profile, exchanges, parts) {
  if (check.never !== undefined) return { reason: check.never };
  const exchange = exchanges.get(check.exchange);
  if (!isSeen(exchange)) return { reason: findReason(check, exchange, parts) };
  const { text, test } = check[profile];
  const passed = test(exchange);
  return { passed, exchange, expected: text, reason: `"${check.exchange}" shows nothing here` };
}

function isSeen(exchange) {
  return exchange !== undefined && exchange.failure === undefined;
}

function findReason({ exchange: name, needs }, exchange, parts) {
  if (needs !== undefined && !parts.includes(needs)) return `needs ${needs}`;
  return exchange === undefined ? `"${name}" was not sent` : `"${name}" failed: ${exchange.failure}`;
}
