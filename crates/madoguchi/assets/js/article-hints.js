// @ts-check
/**
 * <article-hints data-from="/knowledge/suggestions"><p role="status"></p><div></div></article-hints>
 *
 * Shows what was written about the subject while it is typed. What is being composed waits until it is.
 */
class ArticleHints extends HTMLElement {
  static #pause = 250;
  static #shortest = 3;
  #limits = new AbortController();
  #asking = new AbortController();
  #waiting = 0;
  #asked = "";

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    const form = this.closest("form");
    form?.addEventListener("input", (event) => {
      if (ArticleHints.#counts(event) && !(/** @type {InputEvent} */ (event).isComposing)) this.#soon();
    }, { signal });
    form?.addEventListener("compositionend", (event) => {
      if (ArticleHints.#counts(event)) this.#soon();
    }, { signal });
    this.#soon();
  }

  disconnectedCallback() {
    clearTimeout(this.#waiting);
    this.#limits.abort();
    this.#asking.abort();
  }

  /** @param {Event} event */
  static #counts(event) {
    return ["subject", "product"].includes(/** @type {{ name?: string }} */ (event.target).name ?? "");
  }

  #soon() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#ask(), ArticleHints.#pause);
  }

  async #ask() {
    const form = this.closest("form");
    const [status, shown] = [this.querySelector("p"), this.querySelector("div")];
    if (!form || !status || !shown) return;
    const entries = new FormData(form);
    const words = String(entries.get("subject") ?? "").trim();
    const query = new URLSearchParams({ q: words, product: String(entries.get("product") ?? "") });
    if (query.toString() === this.#asked) return;
    this.#asked = query.toString();
    this.#asking.abort();
    if (words.length < ArticleHints.#shortest) {
      [status.textContent, shown.innerHTML] = ["", ""];
      return;
    }
    const { signal } = this.#asking = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.from}?${query}`, { signal });
      if (!answer.ok) throw new Error(String(answer.status));
      shown.innerHTML = await answer.text();
      status.textContent = shown.querySelector("h2")?.textContent ?? "";
    } catch {
      // The form is sent without: what was written is shown once more before that. The next letter asks again.
      if (!signal.aborted) this.#asked = "";
    }
  }
}

customElements.define("article-hints", ArticleHints);
