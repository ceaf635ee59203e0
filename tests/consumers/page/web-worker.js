import { run } from "./run.js";

run().then(
  (sights) => postMessage({ sights }),
  (error) => postMessage({ error: error.message }),
);
