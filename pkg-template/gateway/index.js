/** The public names of `verigator/gateway`. Each entry exports these, having said how its runtime gets hold of the wasm. */
export { init } from "./loading.js";
export { createGateway } from "./gateway.js";
export { VerigatorLimits, durableLimits, memoryLimits } from "./limits.js";
export { tickets } from "./tickets.js";
