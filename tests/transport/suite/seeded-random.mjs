/** Returns a random function like `Math.random`, with the same numbers for the same seed (Park–Miller generator). */
export function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
