/**
 * Makes a function that runs `act` one run at a time: asked for meanwhile, it runs once more afterwards. So the last run sees what the last
 * change left, however many there were. A run that fails is left at that: it fails where the sandbox's server is away, which the page shows.
 */
export function coalesced(act) {
  let running;
  let isAskedAgain = false;

  async function runAll() {
    do {
      isAskedAgain = false;
      await act().catch(() => {});
    } while (isAskedAgain);
    running = undefined;
  }

  return () => {
    isAskedAgain = true;
    running ??= runAll();
    return running;
  };
}
