// @ts-check
/**
 * <html data-long="…" data-call-off="…"> … <once-form data-slow="送信中…"><form>…</form></once-form>
 *
 * Lets a form go out once. After a second without an answer the pressed button says so (by its own `data-slow` where it has one); after ten it is explained, and can be called
 * off, which leaves the page as it was. Coming back to the page (back button) frees it again.
 */
const SLOW = 1_000;
const LONG = 10_000;

class OnceForm extends HTMLElement {
  #sent = false;
  /** @type {number[]} */
  #timers = [];
  /** @type {{ button: HTMLElement, nodes: Node[] } | null} */
  #pressed = null;
  /** @type {HTMLElement | null} */
  #told = null;
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    this.addEventListener("submit", (event) => this.#submit(event), { signal });
    addEventListener("pageshow", (event) => { if (event.persisted) this.#free(); }, { signal });
  }

  disconnectedCallback() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#limits.abort();
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    if (this.#sent) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    this.#sent = true;
    const form = /** @type {HTMLFormElement} */ (event.target);
    const button = event.submitter ?? form.querySelector("button:not([type=button])");
    if (!(button instanceof HTMLElement)) return;
    // Not `disabled`: a disabled button would not be sent, and would lose the focus.
    button.setAttribute("aria-disabled", "true");
    this.#pressed = { button, nodes: [...button.childNodes] };
    this.#timers = [window.setTimeout(() => this.#slow(button), SLOW), window.setTimeout(() => this.#long(), LONG)];
  }

  /** @param {HTMLElement} button */
  #slow(button) {
    button.textContent = button.dataset.slow ?? this.dataset.slow ?? "…";
    // What speaks up later is there before it does, or it would not be heard.
    this.#told = document.createElement("div");
    this.#told.setAttribute("role", "status");
    this.append(this.#told);
  }

  #long() {
    const { long, callOff } = document.documentElement.dataset;
    if (!this.#told || !long || !callOff) return;
    const [words, off] = [document.createElement("p"), document.createElement("button")];
    words.textContent = long;
    off.type = "button";
    off.className = "button button-small";
    off.textContent = callOff;
    off.addEventListener("click", () => this.#callOff());
    const inside = document.createElement("div");
    inside.className = "stack";
    inside.append(words, off);
    this.#told.className = "notice";
    this.#told.append(inside);
  }

  #callOff() {
    const button = this.#pressed?.button;
    stop();
    this.#free();
    button?.focus();
    // Whoever counts on leaving the page has it back.
    dispatchEvent(new PageTransitionEvent("pageshow"));
  }

  #free() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#sent = false;
    this.#told?.remove();
    this.#told = null;
    this.#pressed?.button.removeAttribute("aria-disabled");
    this.#pressed?.button.replaceChildren(...this.#pressed.nodes);
    this.#pressed = null;
  }
}

customElements.define("once-form", OnceForm);
