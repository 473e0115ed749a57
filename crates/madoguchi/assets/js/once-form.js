// @ts-check
/**
 * <once-form data-slow="送信中…"><form>…</form></once-form>
 *
 * Lets a form go out once. After a second without an answer the pressed button says so; coming back
 * to the page (back button) frees it again.
 */
class OnceForm extends HTMLElement {
  #sent = false;
  #timer = 0;
  /** @type {{ button: HTMLElement, nodes: Node[] } | null} */
  #pressed = null;
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    this.addEventListener("submit", (event) => this.#submit(event), { signal });
    addEventListener("pageshow", (event) => { if (event.persisted) this.#free(); }, { signal });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
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
    this.#timer = window.setTimeout(() => { button.textContent = this.dataset.slow ?? "…"; }, 1000);
  }

  #free() {
    clearTimeout(this.#timer);
    this.#sent = false;
    this.#pressed?.button.removeAttribute("aria-disabled");
    this.#pressed?.button.replaceChildren(...this.#pressed.nodes);
    this.#pressed = null;
  }
}

customElements.define("once-form", OnceForm);
