/**
 * `verigator/element`: defines `<verigator-login>`. Its import does nothing where there are no elements, as on a server. The form and the client are loaded once
 * the element is seen.
 */
import { createLogin } from "./login.js";

export class VerigatorLoginElement extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = ["gateway", "lang", "method", "next", "pin-length"];
  #login;
  #isOwn = true;
  #texts;
  #form;
  /** Ends what the element does while it is in a document. */
  #connection;
  #state;

  get login() {
    this.#login ??= createLogin({ gateway: this.getAttribute("gateway") ?? "/2fa", pinLength: this.pinLength });
    return this.#login;
  }

  /** As with other attributes of HTML, a value that cannot be used has no effect. */
  get pinLength() {
    const length = Number(this.getAttribute("pin-length"));
    return length >= 4 && length <= 16 && Number.isInteger(length) ? length : undefined;
  }

  set login(login) {
    this.#login = login ?? undefined;
    this.#isOwn = !login;
    if (this.#connection) this.#connect();
  }

  get texts() {
    return this.#texts;
  }

  set texts(texts) {
    this.#texts = texts;
    this.#form?.update();
  }

  connectedCallback() {
    // What a page set before the element was defined.
    for (const name of ["login", "texts"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#connect();
  }

  disconnectedCallback() {
    this.#connection.abort();
    this.#connection = undefined;
    this.#form?.stop();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#connection || before === after) return;
    const isOfLogin = name === "gateway" || name === "pin-length";
    if (!isOfLogin) this.#form?.update();
    else if (this.#isOwn) this.login = undefined;
  }

  /** Moves the focus to the field, or to what can be done next. */
  focus(options) {
    this.#form?.focus(options);
  }

  #connect() {
    this.#connection?.abort();
    const { login } = this;
    const { signal } = (this.#connection = new AbortController());
    this.#state = login.state;
    const unsubscribe = login.subscribe((state) => this.#change(state));
    signal.addEventListener("abort", unsubscribe);
    const resume = () => this.#resume(login, signal);
    // From the back-forward cache, or from another tab, which may have completed the login.
    addEventListener("pageshow", ({ persisted }) => persisted && resume(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || resume(), { signal });
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      resume();
    });
    // In the first frame: WebKitGTK observes nothing until there is one.
    requestAnimationFrame(() => signal.aborted || observer.observe(this));
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** Asks the gateway where the user stands, and shows the form with its first response. */
  async #resume(login, signal) {
    try {
      const [{ createForm }] = await Promise.all([import("./form.js"), login.resume()]);
      if (signal.aborted) return;
      this.#form ??= createForm(this);
      this.#form.update(login.state);
    } catch {
      this.#emit("failed", { code: "connection" });
    }
  }

  #change(state) {
    const before = this.#state;
    this.#state = state;
    this.#form?.update(state);
    const { step, method, requestedMethod, rejection, error } = state;
    if (before.step === "sending" && step === "waiting" && !error) this.#emit("sent", { method, requestedMethod });
    const isRejected = rejection && rejection !== "incomplete" && rejection !== before.rejection;
    if (isRejected || (error && error !== before.error)) this.#emit("failed", { rejection, code: error?.code });
    if (step === "verified" && before.step !== "verified" && this.#emit("verified", null)) this.#form?.goOn();
  }

  /** Returns whether no listener has prevented what follows. */
  #emit(type, detail) {
    return this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable: true, detail }));
  }
}

if (globalThis.HTMLElement && !customElements.get("verigator-login"))
  customElements.define("verigator-login", VerigatorLoginElement);
