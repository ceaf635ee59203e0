/** Mistakes that a compiler should find, and narrowings that it should allow. */
import {
  NumberVerification,
  type NumberVerificationResponse,
  User,
  Verigator,
  VerigatorError,
  type VerificationResponse,
} from "verigator";

declare const user: User;
declare const verification: VerificationResponse;
declare const thrown: unknown;
declare const messente: NumberVerification;
declare const started: NumberVerificationResponse;

// @ts-expect-error: a PIN is a string, since a number loses leading zeros.
user.verifyPin(1234);
// @ts-expect-error: a client needs a password.
new Verigator("username");
// @ts-expect-error: an id does not change.
user.id = "other";
// @ts-expect-error: a device that was verified before has no id.
started.verificationId;
// @ts-expect-error: the length is a number, unlike in the vendor's clients.
messente.verifyNumber("+46701740605", { pinLength: "6" });
// @ts-expect-error: a rejected PIN has a reason, and no text.
messente.verifyPin("vid1", "1234").then((result) => result.text);
// @ts-expect-error: only a rejected PIN has a reason.
verification.reason;

if (!verification.verified) verification.reason satisfies "invalid" | "expired" | "throttled" | "unknown";
if (!started.verified) started.verificationId satisfies string;
if (VerigatorError.is(thrown)) thrown.code satisfies string;
