/** Returns the value that a promise rejects with. Throws if the promise resolves. */
export async function rejection(promise) {
  const result = await settled(promise);
  if (!("error" in result)) throw new Error(`expected a rejection, got ${JSON.stringify(result.value)}`);
  return result.error;
}

/** Returns `{ value }` or `{ error }`, once the promise has settled. */
export async function settled(promise) {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}
