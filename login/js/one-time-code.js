/** WebOTP: the browser reads the PIN from an SMS whose last line names this site, as in `@shop.example #123456`, and asks the user. */

/** Creates a reader of messages. It waits for one at a time; `stop` ends that. */
export function createReader(onPin) {
  let waiting;
  return {
    start() {
      // Firefox and WebKit have none. Asked for it, Firefox rejects.
      if (waiting || !globalThis.isSecureContext || !("OTPCredential" in globalThis)) return;
      const current = new AbortController();
      waiting = current;
      const { signal } = current;
      navigator.credentials
        .get({ otp: { transport: ["sms"] }, signal })
        .then((credential) => credential?.code && !signal.aborted && onPin(credential.code))
        // The user declined, or the page's policy does not allow it. There is still the field.
        .catch(() => {})
        .finally(() => waiting === current && (waiting = undefined));
    },
    stop() {
      waiting?.abort();
      waiting = undefined;
    },
  };
}
