/** The form in the element: brings the state of the login to the screen, and what a person does to the login. */
import { normalizePin } from "../normalize-pin.js";
import { english, textsFor } from "./languages.js";
import { createReader } from "./one-time-code.js";
import { screenOf } from "./screen.js";
import { createView } from "./view.js";

/** How many characters that come at once are a PIN that was pasted or filled in. */
const fewestPasted = 4;

/** Creates the form in the shadow of an element. */
export function createForm(element) {
  return new Form(element);
}

class Form {
  #element;
  #state = { step: "idle" };
  #view;
  #reader = createReader((pin) => this.#fillIn(pin));
  /** The language of the page, and its texts once they are loaded. */
  #language;
  #found;
  /** Whether the user was verified by another page. */
  #isResumed = false;
  #timer;
  /** The value of the field before the last input. */
  #typed = "";
  /** The PIN that was rejected last. */
  #rejected;
  /** The expiry after which the gateway was asked. */
  #expired;

  constructor(element) {
    this.#element = element;
    this.#view = createView(element.shadowRoot ?? element.attachShadow({ mode: "open" }), {
      onSubmit: () => this.#submit(),
      onInput: (event) => this.#typedIn(event),
      resend: () => element.login.resend(),
      sms: () => element.login.start("sms"),
      app: () => element.login.start("totp"),
    });
  }

  /** Shows a new state, or the same one by new attributes and texts. */
  update(state = this.#state) {
    const before = this.#state;
    this.#state = state;
    const { step } = state;
    if (state !== before) this.#isResumed = step === "verified" && before.step !== "verifying";
    if (step === "sending" || step === "verified") this.#clear();
    if (state.rejection === "invalid" && before.step === "verifying")
      this.#rejected = normalizePin(this.#view.field.value);
    const awaitsMessage = step === "sending" || step === "waiting" || step === "verifying";
    if (awaitsMessage && state.method !== "totp") this.#reader.start();
    else this.#reader.stop();
    this.#findTexts();
    const focused = this.#element.shadowRoot.activeElement;
    this.#render();
    if (focused) this.#keepFocus(focused, before);
  }

  focus(options) {
    this.#view.focus(options);
  }

  /** Goes to the next page, if there is one. A user who was verified elsewhere has a button, since that page may lead back here. */
  goOn() {
    const next = this.#next();
    if (next && !this.#isResumed) location.assign(next);
  }

  stop() {
    this.#reader.stop();
    clearTimeout(this.#timer);
  }

  async #findTexts() {
    const language = this.#element.closest("[lang]")?.lang || document.documentElement.lang;
    if (language === this.#language) return;
    this.#language = language;
    this.#found = await textsFor(language);
    this.#render();
  }

  #clear() {
    this.#view.field.value = this.#typed = "";
    this.#rejected = undefined;
  }

  #render() {
    clearTimeout(this.#timer);
    const { texts: given, isConnected } = this.#element;
    if (!isConnected || !(given ?? this.#found)) return;
    const method = this.#element.getAttribute("method");
    const [texts, next, now] = [given ? { ...english, ...given } : this.#found, this.#next(), Date.now()];
    const screen = screenOf(this.#state, {
      texts,
      only: method === "sms" || method === "totp" ? method : undefined,
      hadField: this.#view.hasField(),
      isResumed: this.#isResumed,
      next,
      now,
    });
    this.#view.fill(screen, texts, next);
    this.#schedule(now);
  }

  /** Renders again with the next second of a countdown, and asks the gateway once a PIN has expired. */
  #schedule(now) {
    const { step, resendAt, expiresAt } = this.#state;
    const expires = step === "waiting" && expiresAt && +expiresAt !== this.#expired;
    const delays = [resendAt > now && ((resendAt - now) % 1000 || 1000), expires && Math.max(expiresAt - now, 1)];
    const delayMs = Math.min(...delays.filter(Boolean));
    if (delayMs === Infinity) return;
    this.#timer = setTimeout(() => {
      if (!expires || expiresAt > Date.now()) return this.#render();
      this.#expired = +expiresAt;
      this.#element.login.resume();
    }, delayMs);
  }

  #keepFocus(node, before) {
    const { step, rejection } = this.#state;
    const isAsked = step === "waiting" && before.step !== "waiting";
    if (isAsked || !this.#view.isShown(node)) this.#view.keepFocus();
    // What was typed since the rejection stays.
    if (step === "waiting" && rejection && (isAsked || rejection !== before.rejection)) this.#view.field.select();
  }

  /** The page to go to. Nothing but a page: a URL may also be a script. */
  #next() {
    const next = this.#element.getAttribute("next");
    if (!next) return undefined;
    const { href, protocol } = new URL(next, document.baseURI);
    return protocol === "https:" || protocol === "http:" ? href : undefined;
  }

  #typedIn(event) {
    // An input method replaces its own text until the composition ends.
    if (event.isComposing) return;
    const { value } = this.#view.field;
    const added = value.length - this.#typed.length;
    this.#typed = value;
    const pin = normalizePin(value);
    const { pinLength } = this.#element;
    const isWhole = pinLength ? pin.length === pinLength : added >= fewestPasted && event.type === "input";
    if (isWhole && /^\d{4,16}$/.test(pin) && pin !== this.#rejected) this.#submit();
  }

  #fillIn(pin) {
    this.#view.field.value = this.#typed = pin;
    this.#submit();
  }

  #submit() {
    const { field } = this.#view;
    // The same PIN again would only use an attempt.
    if (this.#rejected && normalizePin(field.value) === this.#rejected) return field.select();
    this.#element.login.verify(field.value);
  }
}
