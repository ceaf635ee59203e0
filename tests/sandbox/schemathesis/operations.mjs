import assert from "node:assert/strict";

/** Operations whose responses never end, so they cannot be checked. */
const endless = ["streamEvents"];

/** Lists the operations with a tag that can be checked. */
export function listOperations({ paths }, tag) {
  const operations = Object.entries(paths).flatMap(([path, { parameters = [], ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      tags: operation.tags,
      label: `${method.toUpperCase()} ${path}`,
      hasInput: parameters.length > 0 || operation.parameters !== undefined || operation.requestBody !== undefined,
    })),
  );
  const checked = operations.filter(({ id, tags }) => tags.includes(tag) && !endless.includes(id));
  assert.notEqual(checked.length, 0, `expected a tag of the document, got ${tag}`);
  return checked;
}

/** Prints the number of examples. Fails if an operation with input got too few, which schemathesis does not report. */
export function checkExampleCounts(operations, sent, examples) {
  const few = operations.filter(({ id }) => !(sent[id] >= examples));
  console.log(`${operations.length - few.length} operations got ${examples} examples or more`);
  few.forEach(({ label, id }) => console.log(`  ${label}: ${sent[id] ?? 0}, no input to vary`));
  const incomplete = few.filter(({ id, hasInput }) => hasInput || sent[id] === undefined);
  assert.deepEqual(incomplete, [], "expected every operation with input to get all its examples");
}
