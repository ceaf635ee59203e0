/** What a promise rejects with; resolving is a failure. */
export async function rejection(promise) {
  const outcome = await settled(promise);
  if (!("error" in outcome)) throw new Error(`expected a rejection, got ${JSON.stringify(outcome.value)}`);
  return outcome.error;
}

/** `{ value }` or `{ error }`. */
export async function settled(promise) {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}
