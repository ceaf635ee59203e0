import Redis from "ioredis";
import { redisLimits } from "verigator/gateway";

export const client = new Redis(process.env.REDIS_URL);
export const limits = redisLimits({ sendCommand: (name, ...values) => client[name.toLowerCase()](...values) });
