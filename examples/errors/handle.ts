import { VerigatorError } from "verigator";

interface Answer {
  status: number;
  text: string;
  retryAfterMs?: number | undefined;
  alert?: string;
}

/** What to say if the user typed an unusable value, by operation. In the other operations your own code is wrong. */
const hints: Record<string, string> = {
  registerUser: "Check the phone number: it starts with + and the country code.",
  verifyPin: "Enter the digits of the PIN, and nothing else.",
};

/** Says what to do about a failed call: what to answer your user with, and whether somebody has to look at it. */
export function handle(error: unknown): Answer {
  if (!VerigatorError.is(error)) throw error; // an abort, or a mistake in your own code
  const { code, operation = "", retryAfterMs, message } = error;
  const hint = hints[operation];
  // The API may have sent a message although the call failed.
  const maybeSent =
    operation.startsWith("authenticate") && "If a message arrives, enter its PIN. Otherwise request another one.";
  switch (code) {
    case "invalid_invocation":
    case "invalid_data":
      if (hint) return { status: 422, text: hint };
      break;
    case "resource_already_exists":
      return { status: 409, text: "You are registered already." };
    case "no_such_resource":
      return {
        status: 409,
        text: operation === "verifyPin" ? "Request a PIN first." : "Register your phone number again.",
      };
    case "rate_limited":
      return { status: 429, text: "Wait a moment, then try again.", retryAfterMs };
    case "internal":
    case "connection":
    case "timeout":
      return { status: 503, text: maybeSent || "This does not work right now. Try again in a minute." };
    case "invalid_response":
      if (maybeSent) return { status: 503, text: maybeSent, alert: message };
  }
  // Credentials, configuration, or a response that the API should not give: no user can do anything about it.
  return { status: 500, text: "Something is wrong on our side.", alert: message };
}
