import { createClient } from "redis";
import { redisLimits } from "verigator/gateway";

export const client = await createClient({ url: process.env.REDIS_URL }).on("error", console.error).connect();
export const limits = redisLimits({ sendCommand: (...command) => client.sendCommand(command) });
