/** Mistakes that a compiler should find, and narrowings that it should allow. */
import { User, Verigator, VerigatorError, type VerificationResponse } from "verigator";

declare const user: User;
declare const answer: VerificationResponse;
declare const thrown: unknown;

// @ts-expect-error: a PIN is text, as leading zeros count.
await user.verifyPin(1234);
// @ts-expect-error: a client needs a password.
new Verigator("username");
// @ts-expect-error: an id does not change.
user.id = "other";
// @ts-expect-error: there is a reason only where the PIN was refused.
answer.reason;

if (!answer.verified) answer.reason satisfies "invalid" | "expired" | "throttled" | "unknown";
if (VerigatorError.is(thrown)) thrown.code satisfies string;
