import { memoryLimits } from "verigator/gateway";
import { openNumberVerification } from "./gateway.js";
import { openVerigator } from "./gateway-verigator.js";

/**
 * While users move: those whose number is known get their PIN by Number Verification, all others by Verigator. `findAccount(request)` resolves to who passed
 * the first factor, `findNumber(userId)` to a number or null.
 */
export function openBoth(findAccount, findNumber, limits = memoryLimits()) {
  const old = openVerigator({ limits, identify: async (request) => (await findAccount(request))?.verigatorId ?? null });
  const successor = openNumberVerification(findNumber, {
    limits,
    identify: async (request) => (await findAccount(request))?.id ?? null,
    // The old one's, so that both count together: in total, for each network, and for each number.
    serviceId: process.env.VERIGATOR_SERVICE_ID,
  });
  return async function fetch(request, context) {
    const account = await findAccount(request);
    return (account?.phoneNumber ? successor : old).fetch(request, context);
  };
}
