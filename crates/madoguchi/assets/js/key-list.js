// @ts-check
/**
 * <key-list [data-off]> around a staff page. Which key does what stands in the page's sheet, and nowhere else:
 *   dialog[data-keys] [data-does="reply"][data-binds="r"]   that key does that; "g i" is one after the other; the reader's own where they changed it
 *   [data-act="reply"]                                      what it acts on: fields get the focus, a fold opens at its first field, all else is pressed
 *   [data-row]                                              the link of a row, for the keys that walk through a list
 *   [data-act="sheet"]                                      shows the sheet; without script a link to it as a page
 *
 * What a palette chose comes as an event, `act`. What stands in the row with the focus comes first, then the page's own part, then its frame. Acts only outside text fields,
 * never while composing, never with Alt, Ctrl or ⌘, not while a dialog is open. Letters are taken as produced, not by place on
 * the keyboard. `data-off` (profile) switches all of it off.
 */
const TOGETHER = 1500;

class KeyList extends HTMLElement {
  #limits = new AbortController();
  /** @type {Map<string, string>} */
  #binds = new Map();
  #first = "";
  #timer = 0;

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    for (const line of this.querySelectorAll("dialog[data-keys] [data-binds]")) {
      if (!(line instanceof HTMLElement)) continue;
      this.#binds.set(line.dataset.binds ?? "", line.dataset.does ?? "");
    }
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    document.addEventListener("act", (event) => {
      if (event instanceof CustomEvent) this.#act(String(event.detail));
    }, { signal });
    this.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("[data-act=sheet]") : null;
      if (link && this.#sheet()) event.preventDefault();
    }, { signal });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#limits.abort();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.key.length !== 1) return;
    if (event.altKey || event.ctrlKey || event.metaKey || this.hasAttribute("data-off")) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    // Space presses what has the focus, where that can be pressed.
    if (event.key === " " && event.target instanceof Element && event.target.closest("button, summary, input")) return;
    const key = event.key === " " ? "Space" : event.key;
    const stroke = this.#first === "" ? key : `${this.#first} ${key}`;
    this.#begin("");
    const does = this.#binds.get(stroke);
    if (does !== undefined) {
      if (this.#act(does)) event.preventDefault();
    } else if ([...this.#binds.keys()].some((all) => all.startsWith(`${stroke} `))) {
      this.#begin(stroke);
      event.preventDefault();
    }
  }

  /** Remembers the first of two keys for a moment. @param {string} stroke */
  #begin(stroke) {
    clearTimeout(this.#timer);
    this.#first = stroke;
    if (stroke !== "") this.#timer = window.setTimeout(() => { this.#first = ""; }, TOGETHER);
  }

  /** @param {string} does @returns {boolean} whether something was done */
  #act(does) {
    if (does === "next-row") return this.#move(1);
    if (does === "previous-row") return this.#move(-1);
    if (does === "open") return this.#open();
    const named = `[data-act="${CSS.escape(does)}"]`;
    const places = [this.#row(), this.querySelector("main"), this];
    const found = places.map((place) => place?.querySelector(`${named}:not([hidden])`));
    const target = found.find((one) => one instanceof HTMLElement);
    if (!(target instanceof HTMLElement)) return false;
    if (target.parentElement instanceof HTMLDetailsElement) return unfold(target.parentElement);
    if (!target.matches("input:not([type=checkbox]), select, textarea")) target.click();
    else target.focus();
    if (target instanceof HTMLInputElement && target.type !== "checkbox") target.select();
    return true;
  }

  /** @returns {HTMLElement[]} */
  #rows() {
    return [...this.querySelectorAll("[data-row]")].filter((row) => row instanceof HTMLElement);
  }

  /** The row that holds the focus. */
  #row() {
    const row = document.activeElement?.closest("tr");
    return row?.querySelector("[data-row]") ? row : null;
  }

  /** @param {1 | -1} step */
  #move(step) {
    const rows = this.#rows();
    if (rows.length === 0) return false;
    const now = this.#row();
    const at = rows.findIndex((row) => now?.contains(row));
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  #open() {
    const row = this.#row()?.querySelector("[data-row]");
    if (row instanceof HTMLElement) row.click();
    return Boolean(row);
  }

  #sheet() {
    const sheet = this.querySelector("dialog[data-keys]");
    if (!(sheet instanceof HTMLDialogElement)) return false;
    if (!sheet.open) sheet.showModal();
    return true;
  }
}

/** @param {HTMLDetailsElement} fold */
function unfold(fold) {
  fold.open = true;
  const field = fold.querySelector("select, textarea, input:not([type=hidden])") ?? fold.querySelector("summary");
  if (field instanceof HTMLElement) field.focus();
  return true;
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
}

customElements.define("key-list", KeyList);
