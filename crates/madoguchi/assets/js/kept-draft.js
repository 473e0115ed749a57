// @ts-check
/**
 * <kept-draft data-to="/…/draft"><form>… <button data-keep hidden-when-scripted> <p data-saved data-text="…" data-failed="…" role="status"></p></form></kept-draft>
 *
 * Keeps what is being written on the server, a second after a pause and at least every two while typing goes on. What a
 * composition of an input method has not committed yet is not kept. Whether it is kept is said, and said anew when that changes. Who turns away or closes the page leaves nothing behind that
 * is not kept. Nothing is kept any more once the form is sent.
 */
const PAUSE = 1000;
const LONGEST = 2000;

class KeptDraft extends HTMLElement {
  #timer = 0;
  #since = 0;
  #sent = false;
  #kept = "";
  #limits = new AbortController();
  #request = new AbortController();

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    for (const button of form.querySelectorAll("[data-keep]")) {
      if (button instanceof HTMLElement) button.hidden = true;
    }
    this.#kept = this.#body(form).toString();
    form.addEventListener("input", (event) => {
      if (/** @type {InputEvent} */ (event).isComposing) return;
      this.#later(form);
    }, { signal });
    form.addEventListener("change", () => this.#later(form), { signal });
    form.addEventListener("compositionend", () => this.#later(form), { signal });
    form.addEventListener("submit", () => {
      this.#sent = true;
      clearTimeout(this.#timer);
      this.#request.abort();
    }, { signal });
    addEventListener("pageshow", () => { this.#sent = false; }, { signal });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden") return;
      clearTimeout(this.#timer);
      this.#timer = 0;
      void this.#keep(form, true);
    }, { signal });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#limits.abort();
  }

  /** @param {HTMLFormElement} form */
  #later(form) {
    const now = Date.now();
    if (!this.#timer) this.#since = now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(PAUSE, this.#since + LONGEST - now));
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      void this.#keep(form);
    }, wait);
  }

  /** @param {HTMLFormElement} form */
  #body(form) {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value);
    }
    body.append("_quiet", "1");
    return body;
  }

  /** @param {HTMLFormElement} form @param {boolean} outlives the page */
  async #keep(form, outlives = false) {
    const to = this.dataset.to;
    const body = this.#body(form);
    const text = body.toString();
    if (!to || this.#sent || text === this.#kept) return;
    this.#request.abort();
    this.#request = new AbortController();
    try {
      const answer = await fetch(to, { method: "POST", body, signal: this.#request.signal, keepalive: outlives });
      // A sign-in that is over leads elsewhere, and nothing was kept.
      const kept = answer.ok && !answer.redirected;
      if (kept) this.#kept = text;
      this.#tell(kept);
    } catch (error) {
      // A request that a later one took the place of has not failed; without a connection this tab still has what was typed.
      if (!(error instanceof DOMException && error.name === "AbortError")) this.#tell(false);
    }
  }

  /** Says whether what was typed is kept; what was said before and is no longer so is taken back. @param {boolean} kept */
  #tell(kept) {
    const told = this.querySelector("[data-saved]");
    if (!(told instanceof HTMLElement)) return;
    const text = (kept ? told.dataset.text : told.dataset.failed) ?? "";
    if (told.textContent !== text) told.textContent = text;
  }
}

customElements.define("kept-draft", KeptDraft);
