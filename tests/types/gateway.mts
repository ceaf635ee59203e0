/** Checks the types of `verigator/gateway` against the contract. */
import type * as contract from "./contract/gateway.js";
import type * as numbers from "./contract/number-verification.js";
import { fits, same } from "./same.js";
import * as gateway from "verigator/gateway";

same<gateway.GatewayStatus, contract.GatewayStatus>();
fits<gateway.ViaGateway, contract.ViaGateway>();
same<gateway.Policy, contract.Policy>();
same<gateway.Receipt, contract.Receipt>();
same<gateway.GatewayEvent, contract.GatewayEvent>();
// `verigator` is left out: it takes the package's client, which may have more members than the contract's.
fits<Omit<contract.GatewayOptions, "verigator">, Omit<gateway.GatewayOptions, "verigator">>();
fits<
  Omit<numbers.NumberVerificationGatewayOptions, "numberVerification">,
  Omit<gateway.NumberVerificationGatewayOptions, "numberVerification">
>();
fits<ReturnType<typeof gateway.createGateway>, contract.Gateway>();
fits<typeof gateway.memoryLimits, typeof contract.memoryLimits>();
fits<typeof gateway.durableLimits, typeof contract.durableLimits>();
fits<typeof gateway.compareAndSwapLimits, typeof contract.compareAndSwapLimits>();
fits<typeof gateway.redisLimits, typeof contract.redisLimits>();
fits<typeof gateway.postgresLimits, typeof contract.postgresLimits>();
fits<typeof gateway.d1Limits, typeof contract.d1Limits>();
fits<gateway.GatewayUser, contract.GatewayUser>();
fits<typeof gateway.denoKvLimits, typeof contract.denoKvLimits>();
fits<typeof gateway.toNodeHandler, typeof contract.toNodeHandler>();
fits<typeof gateway.tickets, typeof contract.tickets>();
fits<typeof gateway.trustedDevices, typeof contract.trustedDevices>();
fits<typeof gateway.VerigatorLimits, typeof contract.VerigatorLimits>();

declare const numberVerification: import("verigator").NumberVerification;
const ofNumbers = { numberVerification, phoneNumber: () => null, identify: () => null, limits: gateway.memoryLimits() };
gateway.createGateway({ ...ofNumbers, allowedPrefixes: ["+372"], verifyNumber: { template: "Code <PIN>" } });
gateway.createGateway({ ...ofNumbers, verifyNumber: (request, userId) => ({ from: request.url + userId }) });
// @ts-expect-error: whoever knows the cookie of another device skips the second factor.
gateway.createGateway({ ...ofNumbers, verifyNumber: { cookie: "chosen" } });
// @ts-expect-error: a gateway has a client.
gateway.createGateway({ phoneNumber: () => null, identify: () => null, limits: gateway.memoryLimits() });
