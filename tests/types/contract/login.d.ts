/** The public faces of `verigator/login` and `verigator/element`. What stands here stays; the packages may offer more. */
import type { AuthenticationMethod, User, VerificationFailure, VerigatorError } from "./verigator";

/** A login as a page sees it: an immutable snapshot and what can be done. Works without a document. */
export function createLogin(
  options:
    | { gateway: string; ticket?: string | (() => string | Promise<string>); timeoutMs?: number }
    | { me: User; status(): Promise<unknown> },
): Login;
export interface Login {
  readonly state: LoginState;
  subscribe(listener: (state: LoginState) => void): () => void;
  /** Asks the gateway where the user stands: after a reload, in another tab. */
  resume(): Promise<void>;
  start(method?: AuthenticationMethod): Promise<void>;
  resend(): Promise<void>;
  /** Any digits that people type or paste. The same PIN twice at once is one submit. */
  verify(text: string): Promise<void>;
  reset(): void;
}
export interface LoginState {
  step: "idle" | "sending" | "waiting" | "verifying" | "verified" | "failed";
  method?: AuthenticationMethod;
  requestedMethod?: AuthenticationMethod;
  /** By the page's clock, corrected by the gateway's. */
  resendAt?: Date;
  expiresAt?: Date;
  attemptsLeft?: number;
  rejection?: VerificationFailure | "incomplete";
  /** A message may have been sent although no response came. */
  mayHaveSent?: boolean;
  error?: VerigatorError;
}
// verigator/element defines <verigator-login gateway="/2fa" method="sms">: properties `login: Login`, `texts`; events `sent`, `verified`, `failed`.
