// @ts-check
/**
 * <case-taking data-to="/…/taking" data-token="…"><form> … <textarea name="text"> … <div data-taken role="status"></div></form></case-taking>
 *
 * Around an answer in a case that nobody has: the first stroke takes it, once a page, and what the server says of it stands in
 * `data-taken`, with the way back. A composition of an input method counts from its first sign.
 */
class CaseTaking extends HTMLElement {
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    const begun = (/** @type {Event} */ event) => {
      if (!(event.target instanceof HTMLTextAreaElement) || event.target.name !== "text") return;
      this.removeEventListener("input", begun);
      void this.#ask(new URLSearchParams());
    };
    this.addEventListener("input", begun, { signal });
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-undo]") : null;
      if (button instanceof HTMLElement) void this.#ask(new URLSearchParams({ undo: button.dataset.undo ?? "" }));
    }, { signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  /** @param {URLSearchParams} body */
  async #ask(body) {
    const told = this.querySelector("[data-taken]");
    const { to, token } = this.dataset;
    if (!to || !told) return;
    body.append("_token", token ?? "");
    try {
      const answer = await fetch(to, { method: "POST", body });
      if (answer.ok && !answer.redirected) told.innerHTML = await answer.text();
    } catch { /* without a connection it is taken with the answer */ }
  }
}

customElements.define("case-taking", CaseTaking);
