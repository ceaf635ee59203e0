/** Numbers evenly from 0 up to 1, the same ones for the same seed (Park and Miller's generator). */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
