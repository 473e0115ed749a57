// @ts-check
/**
 * <key-list [data-off]> around a staff page.
 *   [data-row]        the link of a row: j/k move between them, o opens (Enter does by itself)
 *   [data-search]     `/` goes there
 *   dialog[data-keys] `?` opens it; a link [data-keys-link] too, and leads to a page without script
 *   [data-hotkey="r"] that letter presses it
 *
 * Acts only outside text fields, never while composing, never with Alt, Ctrl or ⌘, not while a dialog is open.
 * Letters are taken as produced, not by place on the keyboard. `data-off` (profile) switches all of it off.
 */
class KeyList extends HTMLElement {
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    this.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("[data-keys-link]") : null;
      if (link && this.#sheet()) event.preventDefault();
    }, { signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.altKey || event.ctrlKey || event.metaKey || this.hasAttribute("data-off")) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (this.#act(event.key)) event.preventDefault();
  }

  /** @param {string} key @returns {boolean} whether something was done */
  #act(key) {
    if (key === "j") return this.#move(1);
    if (key === "k") return this.#move(-1);
    if (key === "o") return this.#open();
    if (key === "/") return this.#search();
    if (key === "?") return this.#sheet();
    if (key.length !== 1) return false;
    const target = this.querySelector(`[data-hotkey="${CSS.escape(key)}"]`);
    if (!(target instanceof HTMLElement)) return false;
    if (target.matches("input, select, textarea")) target.focus();
    else target.click();
    return true;
  }

  /** @returns {HTMLElement[]} */
  #rows() {
    return [...this.querySelectorAll("[data-row]")].filter((row) => row instanceof HTMLElement);
  }

  /** @param {1 | -1} step */
  #move(step) {
    const rows = this.#rows();
    if (rows.length === 0) return false;
    const at = rows.findIndex((row) => row === document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  #open() {
    const row = this.#rows().find((r) => r === document.activeElement);
    row?.click();
    return Boolean(row);
  }

  #search() {
    const box = this.querySelector("[data-search]");
    if (!(box instanceof HTMLInputElement)) return false;
    box.focus();
    box.select();
    return true;
  }

  #sheet() {
    const sheet = this.querySelector("dialog[data-keys]");
    if (!(sheet instanceof HTMLDialogElement)) return false;
    sheet.showModal();
    return true;
  }
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
}

customElements.define("key-list", KeyList);
