/** A page. */
import { type GatewayUser, init, Verigator, VerigatorError } from "verigator";

void init();
const { me } = Verigator.viaGateway("/2fa", { ticket: () => document.cookie, fetch: window.fetch });

export async function submit(form: HTMLFormElement, user: GatewayUser = me): Promise<void> {
  const pin = new FormData(form).get("pin");
  if (typeof pin !== "string") return;
  const result = await user.verifyPin(pin, { signal: AbortSignal.timeout(5_000) });
  form.hidden = result.verified;
}

window.addEventListener("unhandledrejection", ({ reason }) => VerigatorError.is(reason) && reason.retryable);
