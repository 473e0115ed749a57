// @ts-check
/**
 * <colleague-names data-area="text"><ul role="listbox" id="…" hidden> <li role="option" id="…" data-name="石川 拓" data-by="いしかわ たく" hidden>…</li> </ul>
 *   <p role="status" data-told="Matching: {n}"></p>
 *
 * Offers colleagues behind an @, narrow or wide, in a text field: by name or reading, from their beginnings. Arrow keys choose, Enter
 * or a press writes the name, Escape closes for this @; with nothing chosen Enter is a new line. Nothing happens on what a composition
 * has not committed. Without script names are typed.
 */
const MOST = 8;

class ColleagueNames extends HTMLElement {
  #limits = new AbortController();
  /** Where the @ stands that was closed by Escape. */
  #closed = -1;

  connectedCallback() {
    const area = document.getElementById(this.dataset.area ?? "");
    if (!(area instanceof HTMLTextAreaElement) || !this.#list) return;
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.addEventListener("input", (event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) this.#offer(area);
    }, { signal });
    area.addEventListener("compositionstart", () => this.#hide(area), { signal });
    area.addEventListener("compositionend", () => this.#offer(area), { signal });
    area.addEventListener("blur", () => this.#hide(area), { signal });
    // Before the field's own keys: while names are offered, these are theirs.
    document.addEventListener("keydown", (event) => {
      if (event.target === area) this.#press(area, event);
    }, { signal, capture: true });
    this.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (option instanceof HTMLElement) this.#write(area, option);
    }, { signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  get #list() {
    const list = this.querySelector("[role=listbox]");
    return list instanceof HTMLElement ? list : null;
  }

  /** @param {string} more @returns {HTMLElement[]} */
  #options(more = "") {
    const all = [...this.querySelectorAll(`[role=option]${more}`)];
    return all.filter((one) => one instanceof HTMLElement);
  }

  /** @param {HTMLTextAreaElement} area */
  #offer(area) {
    const call = called(area);
    if (call?.at !== this.#closed) this.#closed = -1;
    if (!call || call.at === this.#closed) return this.#hide(area);
    const wanted = fold(call.begun);
    let some = 0;
    for (const option of this.#options()) {
      const { name = "", by = "" } = option.dataset;
      const parts = [name.replace(/\s/g, ""), ...name.split(/\s/), by.replace(/\s/g, ""), ...by.split(/\s/)];
      option.hidden = some >= MOST || !parts.some((part) => fold(part).startsWith(wanted));
      if (!option.hidden) some += 1;
    }
    if (some === 0) return this.#hide(area);
    if (this.#list) this.#list.hidden = false;
    area.setAttribute("aria-controls", this.#list?.id ?? "");
    this.#choose(area, wanted === "" ? undefined : this.#options(":not([hidden])")[0]);
    this.#tell(some);
  }

  /** @param {HTMLTextAreaElement} area */
  #hide(area) {
    if (!this.#list || this.#list.hidden) return;
    this.#list.hidden = true;
    area.removeAttribute("aria-controls");
    this.#choose(area, undefined);
    this.#tell(0);
  }

  /** @param {number} some */
  #tell(some) {
    const told = this.querySelector("[data-told]");
    if (!(told instanceof HTMLElement)) return;
    told.textContent = some === 0 ? "" : (told.dataset.told ?? "").replace("{n}", String(some));
  }

  /** @param {HTMLTextAreaElement} area @param {HTMLElement | undefined} option */
  #choose(area, option) {
    for (const one of this.#options("[aria-selected=true]")) one.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) area.setAttribute("aria-activedescendant", option.id);
    else area.removeAttribute("aria-activedescendant");
  }

  /** @param {HTMLTextAreaElement} area @param {KeyboardEvent} event */
  #press(area, event) {
    if (event.isComposing || event.keyCode === 229 || !this.#list || this.#list.hidden) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const all = this.#options(":not([hidden])");
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") this.#choose(area, all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") this.#choose(area, all[at <= 0 ? all.length - 1 : at - 1]);
    else if (event.key === "Enter" && at >= 0) this.#write(area, all[at]);
    else if (event.key === "Escape") {
      this.#closed = called(area)?.at ?? -1;
      this.#hide(area);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** As if it were typed: undo takes it back. @param {HTMLTextAreaElement} area @param {HTMLElement} option */
  #write(area, option) {
    const call = called(area);
    if (!call) return;
    const text = `${option.dataset.name} `;
    const end = area.selectionStart;
    this.#hide(area);
    area.focus();
    area.setSelectionRange(call.at + 1, end);
    if (document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, call.at + 1, end, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

/** The @ before the caret and what stands between; the sign inside of an address calls nobody. @param {HTMLTextAreaElement} area */
function called(area) {
  if (area.selectionStart !== area.selectionEnd) return null;
  const before = area.value.slice(0, area.selectionStart);
  const found = /(?:^|[^A-Za-z0-9._%+-])[@＠]([^\s@＠]{0,30})$/.exec(before);
  return found ? { at: before.length - found[1].length - 1, begun: found[1] } : null;
}

/** Without regard to width, capitals, and which kana. @param {string} text */
function fold(text) {
  const kana = text.normalize("NFKC").toLowerCase();
  return kana.replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
}

customElements.define("colleague-names", ColleagueNames);
