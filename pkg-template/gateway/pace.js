const remembered = 32;
/** Before the first real call: about what a call to the API over the internet takes. */
const guessMs = 150;

/** Lets a decoy take as long as the real calls do, so that its time tells nothing. */
export function createPace() {
  const durations = [];
  return {
    async measure(call) {
      const start = performance.now();
      try {
        return await call();
      } finally {
        durations.push(performance.now() - start);
        durations.splice(0, durations.length - remembered);
      }
    },
    imitate() {
      const milliseconds = durations[Math.floor(Math.random() * durations.length)] ?? guessMs;
      return new Promise((resolve) => setTimeout(resolve, milliseconds));
    },
  };
}
