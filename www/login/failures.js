/**
 * What each class of error means to the person at the login: a title and what to do. A site would say it like this and log the
 * rest, which the page shows in small print.
 */
const words = {
  invalid_invocation: ["That can't be sent", "A field is missing, or is not what it should be."],
  invalid_data: ["That was not accepted", "Check the phone number: a plus, the country's prefix, and 6 to 15 digits in all."],
  wrong_credentials: ["This site is not set up right", "Its name or password for Verigator is wrong. You can do nothing about it but tell the site."],
  resource_forbidden: ["This site may not do that", "Its account at Verigator owns another service. You can do nothing about it but tell the site."],
  no_such_resource: ["That is no longer there", "The account or the sign-in was removed meanwhile. Start over."],
  resource_already_exists: ["That name is taken", "Somebody has registered under it. Take another one, or sign in."],
  rate_limited: ["Too many requests", "Wait a little, then try again."],
  internal: ["Verigator has a problem", "Your data is fine. Try again in a moment."],
  unexpected_status: ["An answer nobody expected", "Try again, and tell the site if it stays like this."],
  invalid_response: ["The answer made no sense", "It arrived damaged or is not from Verigator. Try again."],
  connection: ["The connection was lost", "What you asked for may have happened all the same. Look at your phone before you try again."],
  timeout: ["No answer came in time", "What you asked for may have happened all the same. Look at your phone before you try again."],
  redirect: ["The answer led elsewhere", "It was not followed, since it would have carried the site's password along."],
};

export function describeFailure(error) {
  const [title, advice] = words[error.code] ?? ["Something went wrong in the page", "Reload it, and report this if it comes back."];
  return { title, advice, detail: detailOf(error) };
}

/** For whoever builds the site. */
function detailOf({ name, status, serverMessage, message, attempts }) {
  const facts = [name, status && `status ${status}`, attempts > 1 && `${attempts} attempts`, serverMessage ?? message];
  return facts.filter(Boolean).join(" · ");
}

/** Why a PIN was refused, and what to do about it. */
export function describeRefusal(reason, method) {
  const another = method === "totp" ? "Start again to get another try." : "Ask for a new one.";
  const reasons = {
    invalid: method === "totp" ? "That is not the code that the app shows now. Each code works once." : "That is not the PIN we sent. Look again.",
    expired: `That PIN is too old. ${another}`,
    throttled: `Too many wrong tries: this sign-in accepts no more PINs. ${another}`,
    unknown: "That PIN was refused, and Verigator did not say why.",
  };
  return reasons[reason];
}
