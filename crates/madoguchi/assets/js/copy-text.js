// @ts-check
/**
 * <copy-text data-text="00001234" data-done="コピーしました">… <button type="button" hidden>… [<span data-label>]</button></copy-text>
 *
 * Copies a text with one press, and says so on the button for a moment. Where the browser lets no page copy, and
 * without script, there is no such button.
 */
class CopyText extends HTMLElement {
  #timer = 0;
  #limits = new AbortController();

  connectedCallback() {
    const button = this.querySelector("button[type=button]");
    if (!(button instanceof HTMLElement) || !navigator.clipboard) return;
    this.#limits = new AbortController();
    button.hidden = false;
    // What stands beside the words, stays.
    const label = button.querySelector("[data-label]") ?? button;
    const before = label.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.dataset.text ?? "");
      label.textContent = this.dataset.done ?? before;
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => { label.textContent = before; }, 2000);
    }, { signal: this.#limits.signal });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#limits.abort();
  }
}

customElements.define("copy-text", CopyText);
