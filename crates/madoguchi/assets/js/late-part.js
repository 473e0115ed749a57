// @ts-check
/**
 * <late-part data-from="/staff/cases/…/articles"><div data-part><a href="/staff/cases/…/articles"></a></div></late-part>
 *
 * Fetches a part of a page that the page itself does not wait for. Where it does not come, the link that stands there leads to it.
 */
class LatePart extends HTMLElement {
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    void this.#take();
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  async #take() {
    const from = this.dataset.from;
    const part = this.querySelector("[data-part]");
    if (!from || !part) return;
    try {
      const answer = await fetch(from, { headers: { "x-part": "late" }, signal: this.#limits.signal });
      if (answer.ok && !answer.redirected) part.innerHTML = await answer.text();
    } catch { /* the link stays */ }
  }
}

customElements.define("late-part", LatePart);
