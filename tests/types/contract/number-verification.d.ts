/**
 * The public face of the Number Verification API in `verigator`. What stands here stays; the package may offer more.
 *
 * Names are the words of the vendor's current clients (`verifyNumber`, `verifyPin`, `verification_id`); results and errors are those of the rest of the package.
 */
import type { GatewayOptions } from "./gateway";
import type { CallOptions, VerificationResponse, VerigatorOptions } from "./verigator";

/** A client of Messente's Number Verification API: a PIN by SMS to a phone number, without services and users. */
export class NumberVerification {
  /** `baseUrl` is by default https://api2.messente.com, `backupUrl` https://api3.messente.com, null for none. */
  constructor(username: string, password: string, options?: NumberVerificationOptions);
  /** Sends a PIN to a number: an SMS, or up to `maxTries` of them, is paid for. */
  verifyNumber(phoneNumber: string, options?: VerifyNumberOptions & CallOptions): Promise<NumberVerificationResponse>;
  /** Verifies what the user typed. A wrong PIN resolves with `verified: false` and a `reason`. */
  verifyPin(verificationId: string, pin: string, options?: Device & CallOptions): Promise<VerificationResponse>;
}
export interface NumberVerificationOptions extends VerigatorOptions {
  /** Asked instead if no connection to `baseUrl` was established, so that nothing can have been sent; never after a lost connection. */
  backupUrl?: string | null;
}
export interface VerifyNumberOptions extends Device {
  /** Must contain `<PIN>`. */
  template?: string;
  /** 4 to 16. The package's default is 6, the API's is 4. */
  pinLength?: number;
  /** The sender's name, activated on the account. */
  from?: string;
  /** How many SMS the API may send by itself for this one call. The package's default is 1, the API's is 2. */
  maxTries?: number;
  retryDelaySeconds?: number;
  /** At most 1800. */
  validitySeconds?: number;
}
/** The user's device, for the API's shortcut: with a cookie that was verified before, no PIN is sent. */
export interface Device {
  ip?: string;
  browser?: string;
  cookie?: string;
}
export type NumberVerificationResponse = { verified: false; verificationId: string } | { verified: true };

/** In the gateway: instead of `verigator` and `serviceId`. */
export interface NumberVerificationGatewayOptions extends Omit<GatewayOptions, "verigator" | "serviceId"> {
  numberVerification: NumberVerification;
  /** The number of the user whom `identify` returned; null if there is none (404 to the operator, a decoy to the page). */
  phoneNumber(userId: string): string | null | Promise<string | null>;
  verifyNumber?: VerifyNumberOptions | ((request: Request, userId: string) => VerifyNumberOptions);
  /** Prefixes in E.164 to which SMS may go, as `["+372", "+44"]`; others are refused and cost nothing. Recommended against SMS pumping. */
  allowedPrefixes?: string[];
}
// The option `destination` of the gateway is then the number by itself, and `sendsPerDestination` its limit.
