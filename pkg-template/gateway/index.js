/** The public names of `verigator/gateway`. Each entry exports these, having said how its runtime gets hold of the wasm. */
export { init } from "./core.js";
export { VerigatorLimits, createGateway, durableLimits, memoryLimits, tickets } from "./gateway.js";
