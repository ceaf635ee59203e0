/** The public names of `verigator/gateway`. Each entry exports these after it has told the loader where its runtime finds the wasm. */
export { init } from "./loading.js";
export { compareAndSwapLimits } from "./compare-and-swap.js";
export { d1Limits } from "./d1.js";
export { denoKvLimits } from "./deno-kv.js";
export { nodeRequest } from "./connection.js";
export { createGateway } from "./gateway.js";
export { VerigatorLimits, durableLimits } from "./durable-objects.js";
export { memoryLimits } from "./memory.js";
export { toNodeHandler } from "./node-handler.js";
export { postgresLimits } from "./postgres.js";
export { redisLimits } from "./redis.js";
export { tickets } from "./tickets.js";
