/**
 * `verigator/element`: defines the element `<verigator-login>`, a form for the second factor. An import on a server does nothing.
 *
 * ```html
 * <verigator-login gateway="/2fa" next="/account"></verigator-login>
 * ```
 *
 * | attribute | value | default |
 * |---|---|---|
 * | `gateway` | the URL of the gateway | `/2fa` |
 * | `method` | `sms` or `totp`, to offer only that | both, by the user's choice |
 * | `next` | the URL of the page to go to once the user is verified | none |
 * | `pin-length` | how many digits a PIN has: 4 to 16. The last digit that is typed then submits the PIN | any; the user submits |
 * | `lang` | the language of the texts. Has Arabic, English, Estonian, German, Russian, Spanish | that of the nearest ancestor |
 *
 * Once the element is seen, it loads its form and the client, and asks the gateway where the user stands. Until then it shows its own content, e.g. a
 * placeholder. It sends a message only when the user asks for one.
 *
 * CSS custom properties: `--verigator-accent`, `--verigator-on-accent`, `--verigator-error`, `--verigator-success`, `--verigator-line` are colours,
 * `--verigator-radius` and `--verigator-gap` lengths. Parts: `form`, `message`, `label`, `field`, `problem`, `button`, and of the buttons `primary`, `secondary` and
 * `link`. Font, text colour and `color-scheme` are those of the page.
 */
import type { AuthenticationMethod, ErrorCode, VerificationFailure } from "verigator";
import type { Login } from "./login.js";

/** The element `<verigator-login>`. */
export class VerigatorLoginElement extends HTMLElement {
  /**
   * The state and the actions. By default a login of the attributes `gateway` and `pin-length`; set one of your own for a ticket, or to share it.
   */
  login: Login;
  /** The attribute `pin-length`, undefined if it is absent or no whole number from 4 to 16. */
  readonly pinLength: number | undefined;
  /** The texts, in place of those for the page's language. */
  texts: Texts | undefined;
  /** Moves the focus to the field, or to what can be done next. */
  focus(options?: FocusOptions): void;
}

/**
 * The attributes of the element, for frameworks that check the types of JSX or templates.
 *
 * `VerigatorLoginEventMap` has its events. In React add their listeners in an effect: it sets none on an element that its server rendered.
 */
export interface VerigatorLoginAttributes {
  /**
   * The URL of the gateway.
   *
   * @default "/2fa"
   */
  gateway?: string | undefined;
  /** The one method to offer. By default the user chooses. */
  method?: AuthenticationMethod | undefined;
  /** The URL of the page to go to once the user is verified. */
  next?: string | undefined;
  /** How many digits a PIN has: 4 to 16. By default any, and the user submits. */
  "pin-length"?: number | `${number}` | undefined;
}

/** The events of the element. They bubble, and cross the border of a shadow tree. */
export interface VerigatorLoginEventMap {
  /** A message was sent. */
  sent: CustomEvent<{ method: AuthenticationMethod; requestedMethod: AuthenticationMethod }>;
  /**
   * The gateway accepted a PIN: of this page, or earlier, of another tab or before a reload. It carries nothing that a page could trust, since whoever holds the browser
   * can dispatch it as well. Ask your server. `preventDefault()` keeps the element from going to `next`.
   */
  verified: CustomEvent<null>;
  /** A PIN was rejected, or an action failed with an error of this `code`. */
  failed: CustomEvent<{ rejection?: VerificationFailure | undefined; code?: ErrorCode | undefined }>;
}

/** All texts of the element, in one language. A translation has each of them. */
export interface Texts {
  /** The language tag, as in `et`. */
  language: string;
  /** The direction of the script. */
  direction: "ltr" | "rtl";
  /** Before anything was sent. */
  intro: string;
  /** The button that sends an SMS. */
  sendSms: string;
  /** The button that uses the app. */
  useApp: string;
  /** While a message is being sent. */
  sending: string;
  /** An SMS was sent. */
  sentSms: string;
  /** The app shows a code. */
  sentApp: string;
  /** The app was requested, and an SMS was sent. */
  sentSmsNotApp: string;
  /** Another PIN was sent, and the earlier one is no longer valid. */
  sentAgain: string;
  /** The response was lost, so a PIN may have been sent. */
  mayHaveSent: string;
  /** The label of the field. */
  pin: string;
  /** The button that submits the PIN. */
  verify: string;
  /** The same button while the PIN is being verified. */
  verifying: string;
  /** The button that sends another PIN. */
  resend: string;
  /** The same button while it has to wait. `{time}` is replaced by the time left, as in `0:29`. */
  resendIn: string;
  /** The user is verified. */
  verified: string;
  /** The link to `next`. */
  continue: string;
  /** The button that starts over although the user is verified. */
  startAgain: string;
  /** The PIN is wrong. */
  invalid: string;
  /** Follows `invalid`. `{count}` is replaced by how many more PINs can be tried. */
  attemptsLeft: string;
  /** The text is no PIN. */
  incomplete: string;
  /** The PIN came too late. */
  expired: string;
  /** There were too many wrong PINs. */
  throttled: string;
  /** The PIN was rejected for no known reason. */
  unknown: string;
  /** A limit of the gateway denied the request. */
  rateLimited: string;
  /** The gateway does not know who is asking. */
  sessionEnded: string;
  /** There was no response. */
  offline: string;
  /** Any other failure. */
  error: string;
}

/** What `document.createElement("verigator-login")` returns. */
declare global {
  interface HTMLElementTagNameMap {
    "verigator-login": VerigatorLoginElement;
  }
}
