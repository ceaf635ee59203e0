/** The public names of `verigator/gateway`. Each entry exports these after it has told the loader where its runtime finds the wasm. */
export { init } from "./loading.js";
export { compareAndSwapLimits } from "./stores/compare-and-swap.js";
export { d1Limits } from "./stores/d1.js";
export { denoKvLimits } from "./stores/deno-kv.js";
export { nodeRequest } from "./connection.js";
export { createGateway } from "./gateway.js";
export { VerigatorLimits, durableLimits } from "./stores/durable-objects.js";
export { memoryLimits } from "./stores/memory.js";
export { toNodeHandler } from "./node-handler.js";
export { postgresLimits } from "./stores/postgres.js";
export { redisLimits } from "./stores/redis.js";
export { tickets } from "./tickets.js";
export { trustedDevices } from "./trusted-devices.js";
