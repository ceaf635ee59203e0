/** The public names of `verigator/gateway`. Each entry exports these after it has told the loader where its runtime finds the wasm. */
export { init } from "./loading.js";
export { createGateway } from "./gateway.js";
export { VerigatorLimits, durableLimits, memoryLimits } from "./limits.js";
export { tickets } from "./tickets.js";
