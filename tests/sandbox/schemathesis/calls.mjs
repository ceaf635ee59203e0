import assert from "node:assert/strict";

/** Calls whose answers never end, so that none of them could be checked. */
const endless = ["streamEvents"];

/** Lists the calls of one of the document's APIs that can be checked. */
export function callsOf({ paths }, tag) {
  const calls = Object.entries(paths).flatMap(([path, { parameters, ...methods }]) =>
    Object.entries(methods).map(([method, call]) => ({
      id: call.operationId,
      tags: call.tags,
      label: `${method.toUpperCase()} ${path}`,
      hasInput: parameters.length > 0 || call.parameters !== undefined || call.requestBody !== undefined,
    })));
  const checked = calls.filter(({ id, tags }) => tags.includes(tag) && !endless.includes(id));
  assert.notEqual(checked.length, 0, `expected a tag of the document, got ${tag}`);
  return checked;
}

/** Says how many examples the calls got; fails where one that has any input got too few, which schemathesis does not tell. */
export function judgeTally(calls, sent, examples) {
  const few = calls.filter(({ id }) => !(sent[id] >= examples));
  console.log(`${calls.length - few.length} calls got ${examples} examples or more`);
  few.forEach(({ label, id }) => console.log(`  ${label}: ${sent[id] ?? 0}, there is nothing to vary`));
  const cutShort = few.filter(({ id, hasInput }) => hasInput || sent[id] === undefined);
  assert.deepEqual(cutShort, [], "expected every call with any input to get all its examples");
}
