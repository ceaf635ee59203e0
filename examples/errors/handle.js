import { VerigatorError } from "verigator";

/** Says what to do about a failed call: what to answer your user with, and whether somebody has to look at it. */
export function handle(error) {
  if (!VerigatorError.is(error)) throw error; // an abort, or a mistake in your own code
  switch (error.code) {
    case "invalid_data":
      return { status: 422, text: "Check the phone number: it starts with + and the country code." };
    case "resource_already_exists":
      return { status: 409, text: "You are registered already." };
    case "no_such_resource":
      return { status: 409, text: "Request a PIN first." };
    case "rate_limited":
      return { status: 429, text: "Wait a moment, then try again.", retryAfterMs: error.retryAfterMs };
    case "internal":
    case "connection":
    case "timeout":
      return { status: 503, text: "We cannot send messages right now. Try again in a minute." };
    default:
      // Credentials, configuration, or a response that the API should not give: no user can do anything about it.
      return { status: 500, text: "Something is wrong on our side.", alert: error.message };
  }
}
