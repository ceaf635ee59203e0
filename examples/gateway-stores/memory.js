import { memoryLimits } from "verigator/gateway";

export const limits = memoryLimits();
