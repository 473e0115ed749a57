// @ts-check
/**
 * <unsaved-form data-draft="profile/names" [data-posted]>
 *   <form> … <div data-unsaved hidden><p data-told data-text="…" data-kept="…" role="status"></p><button type="reset"></div> </form>
 *
 * Says that something is not saved yet, keeps it in this tab, and warns before leaving. Passwords and what is hidden are not
 * kept. `data-posted` (set by the server on the page after a successful post) forgets what was kept.
 */
class UnsavedForm extends HTMLElement {
  #sending = false;
  #limits = new AbortController();

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    if (this.hasAttribute("data-posted")) this.#forget();
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    // What the server sends back as refused is newer than what was kept.
    const kept = form.querySelector("[aria-invalid=true]") ? false : this.#restore(form);
    this.#tell(form, kept);
    form.addEventListener("input", (event) => {
      if (/** @type {InputEvent} */ (event).isComposing) return;
      this.#changed(form);
    }, { signal });
    form.addEventListener("compositionend", () => this.#changed(form), { signal });
    form.addEventListener("change", () => this.#changed(form), { signal });
    form.addEventListener("reset", () => {
      this.#forget();
      // The fields stand as they were once this event is over, and not a microtask earlier.
      setTimeout(() => this.#tell(form, false));
    }, { signal });
    form.addEventListener("submit", () => { this.#sending = true; }, { signal });
    addEventListener("pageshow", () => { this.#sending = false; }, { signal });
    addEventListener("beforeunload", (event) => {
      if (!this.#sending && this.#differs(form)) event.preventDefault();
    }, { signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  get #key() {
    return `unsaved:${this.dataset.draft ?? location.pathname}`;
  }

  #forget() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch { /* no storage, nothing kept */ }
  }

  /** @param {HTMLFormElement} form @returns {(HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]} */
  #fields(form) {
    return [...form.elements].filter((field) =>
      (field instanceof HTMLInputElement && !["hidden", "password"].includes(field.type))
      || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement);
  }

  /** @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field */
  #began(field) {
    if (field instanceof HTMLSelectElement) {
      return [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0]?.value ?? "";
    }
    return field.defaultValue;
  }

  /** @param {HTMLFormElement} form */
  #differs(form) {
    return this.#fields(form).some((field) => field.value !== this.#began(field));
  }

  /** @param {HTMLFormElement} form */
  #changed(form) {
    try {
      if (this.#differs(form)) {
        const values = Object.fromEntries(this.#fields(form).map((field) => [field.name, field.value]));
        sessionStorage.setItem(this.#key, JSON.stringify(values));
      } else {
        sessionStorage.removeItem(this.#key);
      }
    } catch { /* storage is full or refused: the guard still warns */ }
    this.#tell(form, false);
  }

  /** @param {HTMLFormElement} form @returns {boolean} */
  #restore(form) {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
      if (!kept) return false;
      for (const field of this.#fields(form)) {
        if (typeof kept[field.name] === "string") field.value = kept[field.name];
      }
      return this.#differs(form);
    } catch {
      return false;
    }
  }

  /** @param {HTMLFormElement} form @param {boolean} kept */
  #tell(form, kept) {
    const bar = form.querySelector("[data-unsaved]");
    const told = bar?.querySelector("[data-told]");
    if (!(bar instanceof HTMLElement) || !(told instanceof HTMLElement)) return;
    const differs = this.#differs(form);
    bar.hidden = !differs;
    const text = differs ? (kept ? told.dataset.kept : told.dataset.text) ?? "" : "";
    if (told.textContent !== text) told.textContent = text;
  }
}

customElements.define("unsaved-form", UnsavedForm);
