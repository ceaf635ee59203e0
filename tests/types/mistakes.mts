/** Mistakes that a compiler should find, and narrowings that it should allow. */
import { User, Verigator, VerigatorError, type VerificationResponse } from "verigator";

declare const user: User;
declare const verification: VerificationResponse;
declare const thrown: unknown;

// @ts-expect-error: a PIN is a string, since a number loses leading zeros.
user.verifyPin(1234);
// @ts-expect-error: a client needs a password.
new Verigator("username");
// @ts-expect-error: an id does not change.
user.id = "other";
// @ts-expect-error: only a rejected PIN has a reason.
verification.reason;

if (!verification.verified) verification.reason satisfies "invalid" | "expired" | "throttled" | "unknown";
if (VerigatorError.is(thrown)) thrown.code satisfies string;
