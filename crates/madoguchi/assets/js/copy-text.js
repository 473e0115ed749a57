// @ts-check
/**
 * <copy-text data-text="00001234" data-done="コピーしました">… <button type="button" hidden>… [<span data-label>]</button></copy-text>
 *   data-subject="…" data-done-subject="…" data-done-address="…"   pressed again at once, the text with its subject; once more, the page's address
 *
 * Copies a text with one press, and says so on the button for a moment. Where the browser lets no page copy, and
 * without script, there is no such button.
 */
const AGAIN = 1500;

class CopyText extends HTMLElement {
  #timer = 0;
  #presses = 0;
  #last = -AGAIN;
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
      const [text, done] = this.#next();
      await navigator.clipboard.writeText(text);
      label.textContent = done || before;
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => { label.textContent = before; }, 2000);
    }, { signal: this.#limits.signal });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#limits.abort();
  }

  /** What this press copies, and what is said of it. @returns {[string, string]} */
  #next() {
    const { text = "", subject, done = "", doneSubject = done, doneAddress = done } = this.dataset;
    this.#presses = performance.now() - this.#last < AGAIN ? this.#presses + 1 : 0;
    this.#last = performance.now();
    if (subject === undefined || this.#presses === 0) return [text, done];
    if (this.#presses === 1) return [`${text} ${subject}`, doneSubject];
    return [location.origin + location.pathname, doneAddress];
  }
}

customElements.define("copy-text", CopyText);
