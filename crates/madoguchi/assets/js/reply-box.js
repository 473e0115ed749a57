// @ts-check
/**
 * <reply-box data-draft="00012345/reply" data-max="8000" data-left="あと{n}文字" data-over="{n}文字超えています" [data-posted]>
 *   <form> … <textarea> … <span data-count></span> <span data-kept data-text="下書きを復元しました" role="status"></span>
 *
 * Keeps what is typed in this tab, warns before leaving with unsent text, counts, and sends by Ctrl/⌘+Enter. Escape leaves the field.
 * With Shift, too, it goes on to the next case, where there is a button for that (`data-next`). Enter alone never sends. `data-posted` (set by the server on the page after a successful post) forgets the draft.
 */

const graphemes = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

/** @param {string} text */
function countGraphemes(text) {
  if (!graphemes) return Array.from(text).length;
  let n = 0;
  for (const _ of graphemes.segment(text)) n += 1;
  return n;
}

class ReplyBox extends HTMLElement {
  #sending = false;
  #timer = 0;
  #limits = new AbortController();

  connectedCallback() {
    if (this.hasAttribute("data-posted")) this.#forget();
    const area = this.querySelector("textarea[name=text]");
    const form = area?.form;
    if (!area || !form) return;
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    this.#restore(area);
    this.#count(area);
    area.addEventListener("input", (event) => {
      if (/** @type {InputEvent} */ (event).isComposing) return;
      this.#later(area);
    }, { signal });
    area.addEventListener("compositionend", () => this.#later(area), { signal });
    area.addEventListener("blur", () => this.#keep(area), { signal });
    area.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Escape") return this.#leave(form);
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      const next = form.querySelector("button[data-next]");
      event.preventDefault();
      if (!event.shiftKey) form.requestSubmit();
      else if (next instanceof HTMLElement) form.requestSubmit(next);
    }, { signal });
    form.addEventListener("submit", () => {
      this.#keep(area);
      this.#sending = true;
    }, { signal });
    addEventListener("pageshow", () => { this.#sending = false; }, { signal });
    addEventListener("beforeunload", (event) => {
      if (this.#sending || area.value === area.defaultValue || area.value.trim() === "") return;
      this.#keep(area);
      event.preventDefault();
    }, { signal });
  }

  /** Out of the field, so that keys are keys again; Tab goes on from here. @param {HTMLFormElement} form */
  #leave(form) {
    form.tabIndex = -1;
    form.focus({ preventScroll: true });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#limits.abort();
  }

  get #key() {
    return `draft:${this.dataset.draft ?? location.pathname}`;
  }

  #forget() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch { /* no storage, nothing kept */ }
  }

  /** @param {HTMLTextAreaElement} area */
  #later(area) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#count(area);
      this.#keep(area);
    }, 250);
  }

  /** @param {HTMLTextAreaElement} area */
  #keep(area) {
    try {
      if (area.value.trim() === "") sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, area.value);
    } catch { /* storage is full or refused: the guard still warns */ }
  }

  /** What the server sends back counts more than what was kept here. @param {HTMLTextAreaElement} area */
  #restore(area) {
    try {
      const kept = sessionStorage.getItem(this.#key);
      if (!kept || area.value !== "") return;
      area.value = kept;
      const told = this.querySelector("[data-kept]");
      if (told instanceof HTMLElement) told.textContent = told.dataset.text ?? "";
    } catch { /* no storage, nothing kept */ }
  }

  /** @param {HTMLTextAreaElement} area */
  #count(area) {
    const shown = this.querySelector("[data-count]");
    const max = Number(this.dataset.max);
    if (!shown || !max) return;
    const left = max - countGraphemes(area.value);
    const text = (left < 0 ? this.dataset.over : this.dataset.left) ?? "{n}";
    shown.textContent = text.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
    shown.classList.toggle("count-over", left < 0);
  }
}

customElements.define("reply-box", ReplyBox);
