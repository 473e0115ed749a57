// @ts-check
/**
 * <promise-preview data-from="/cases/new/KIND/promise"><section>…</section></promise-preview>
 *
 * Keeps the promise in a form true to what is chosen: when the answer comes, at which centre.
 */
class PromisePreview extends HTMLElement {
  static #asked = ["deployment", "product", "severity"];
  #limits = new AbortController();
  #asking = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    this.closest("form")?.addEventListener("change", (event) => {
      const field = /** @type {{ name?: string }} */ (event.target).name ?? "";
      if (PromisePreview.#asked.includes(field)) this.#ask();
    }, { signal: this.#limits.signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
    this.#asking.abort();
  }

  async #ask() {
    const form = this.closest("form");
    const part = this.querySelector("section");
    if (!form || !part) return;
    const entries = new FormData(form);
    const query = new URLSearchParams();
    for (const name of [...PromisePreview.#asked, "centre"]) {
      const value = entries.get(name);
      if (typeof value === "string" && value) query.set(name, value);
    }
    this.#asking.abort();
    this.#asking = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.from}?${query}`, { signal: this.#asking.signal });
      if (answer.ok) part.innerHTML = await answer.text();
    } catch {
      // The last promise stays; the server tells the true one when the case is opened.
    }
  }
}

customElements.define("promise-preview", PromisePreview);
