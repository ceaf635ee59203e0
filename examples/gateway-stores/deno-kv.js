import { denoKvLimits } from "verigator/gateway";

export const kv = await Deno.openKv();
export const limits = denoKvLimits(kv);
