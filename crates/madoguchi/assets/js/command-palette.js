// @ts-check
/**
 * <command-palette data-to="/staff/palette"><dialog><input role="combobox"><ul role="listbox">
 *   <li role="option" data-run="reply">…</li> <li role="option" data-href="/staff?view=mine">…</li>
 *
 * Ctrl/⌘+K, or what is marked `data-act="palette"`, opens it; what is typed narrows what it offers, and looks up cases on the
 * server. Actions that the page does not have (`data-act`) are not offered; one that is chosen is told as an event, `act`.
 * Nothing happens on what a composition has not committed.
 */
const PAUSE = 200;

class CommandPalette extends HTMLElement {
  #limits = new AbortController();
  #request = new AbortController();
  #timer = 0;

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    document.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.altKey || event.shiftKey) return;
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      this.#open();
    }, { signal });
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("[data-act=palette]") : null;
      if (!link || !this.#dialog) return;
      event.preventDefault();
      this.#open();
    }, { signal });
    this.addEventListener("input", (event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) this.#narrow();
    }, { signal });
    this.addEventListener("compositionend", () => this.#narrow(), { signal });
    this.addEventListener("keydown", (event) => this.#press(event), { signal });
    this.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (option instanceof HTMLElement) this.#run(option);
      else if (event.target === this.#dialog) this.#dialog?.close();
    }, { signal });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#request.abort();
    this.#limits.abort();
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  get #box() {
    return this.querySelector("input");
  }

  #options() {
    const all = [...this.querySelectorAll("[role=option]:not([hidden])")];
    return all.filter((one) => one instanceof HTMLElement);
  }

  #open() {
    if (document.querySelector("dialog[open]") || !this.#dialog || !this.#box) return;
    this.#box.value = "";
    this.#dialog.showModal();
    this.#box.focus();
    this.#narrow();
  }

  #narrow() {
    const wanted = fold(this.#box?.value ?? "").trim();
    for (const option of this.querySelectorAll("[role=option]")) {
      if (!(option instanceof HTMLElement)) continue;
      const { run, found } = option.dataset;
      if (found !== undefined) option.remove();
      else option.hidden = !fold(option.textContent ?? "").includes(wanted) || (run !== undefined && !has(run));
    }
    this.#choose(this.#options()[0]);
    clearTimeout(this.#timer);
    this.#request.abort();
    if (wanted === "") this.#tell(true);
    else this.#timer = window.setTimeout(() => void this.#look(wanted), PAUSE);
  }

  /** @param {string} wanted */
  async #look(wanted) {
    const list = this.querySelector("[role=listbox]");
    this.#request = new AbortController();
    try {
      const to = `${this.dataset.to}?q=${encodeURIComponent(wanted)}&at=${encodeURIComponent(location.pathname)}`;
      const answer = await fetch(to, { headers: { "x-part": "palette" }, signal: this.#request.signal });
      if (!answer.ok || answer.redirected || !list) return;
      list.insertAdjacentHTML("beforeend", await answer.text());
      if (!this.querySelector("[role=option][aria-selected=true]")) this.#choose(this.#options()[0]);
      this.#tell(this.#options().length > 0);
    } catch { /* another letter came, or the line is gone: what the page has stays offered */ }
  }

  /** @param {boolean} some */
  #tell(some) {
    const none = this.querySelector("[data-none]");
    if (none instanceof HTMLElement) none.textContent = some ? "" : none.dataset.text ?? "";
  }

  /** @param {HTMLElement | undefined} option */
  #choose(option) {
    for (const one of this.querySelectorAll("[aria-selected=true]")) one.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    this.#box?.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const all = this.#options();
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && at >= 0) this.#run(all[at]);
    else if (event.key === "ArrowDown") this.#choose(all[Math.min(at + 1, all.length - 1)]);
    else if (event.key === "ArrowUp") this.#choose(all[Math.max(at - 1, 0)]);
    else return;
    event.preventDefault();
  }

  /** @param {HTMLElement} option */
  #run(option) {
    const { href, run } = option.dataset;
    this.#dialog?.close();
    if (href) location.assign(href);
    else document.dispatchEvent(new CustomEvent("act", { detail: run }));
  }
}

/** @param {string} run */
function has(run) {
  return document.querySelector(`[data-act="${CSS.escape(run)}"]:not([hidden])`) !== null;
}

/** @param {string} text */
function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}

customElements.define("command-palette", CommandPalette);
