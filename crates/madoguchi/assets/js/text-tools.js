// @ts-check
/**
 * <text-tools data-area="text" data-to="/text-preview"> <div hidden> <button data-do="bold"> … <div data-preview hidden>
 *
 * Buttons and keys (Ctrl/⌘+B, I, and K where it opens no palette) that write marks into a text field, what is pasted from pages and documents as such marks, and
 * a look at what becomes of them, made by the server. Whatever is written goes through the browser's own editing, so that its undo
 * takes it back. Nothing happens while composing. Without script the field is as it is.
 */
const KEYS = new Map([["b", "bold"], ["i", "italic"], ["k", "link"]]);

class TextTools extends HTMLElement {
  #limits = new AbortController();
  /** @type {typeof import("./text-marks.js") | undefined} */
  #marks;

  connectedCallback() {
    const area = document.getElementById(this.dataset.area ?? "");
    const bar = this.firstElementChild;
    if (!(area instanceof HTMLTextAreaElement) || !(bar instanceof HTMLElement)) return;
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    bar.hidden = false;
    area.addEventListener("focus", () => void this.#load(), { signal });
    if (document.activeElement === area) void this.#load();
    bar.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-do]") : null;
      if (!(button instanceof HTMLElement)) return;
      if (button.dataset.do === "preview") void this.#preview(area, button);
      else void this.#load().then((marks) => marks.write(area, button.dataset.do ?? ""));
    }, { signal });
    // Before whatever else a page does with these keys: here they write.
    area.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.altKey || event.shiftKey) return;
      if (event.ctrlKey === event.metaKey) return;
      const does = KEYS.get(event.key.toLowerCase());
      if (!does || !this.#marks || (does === "link" && document.querySelector("command-palette"))) return;
      event.preventDefault();
      event.stopPropagation();
      this.#marks.write(area, does);
    }, { signal });
    area.addEventListener("paste", (event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      const plain = (event.clipboardData?.getData("text/plain") ?? "").trim();
      const text = html === "" ? "" : this.#marks?.marked(html) ?? "";
      if (!this.#marks || text === "" || text === plain) return;
      event.preventDefault();
      this.#marks.put(area, area.selectionStart, area.selectionEnd, text);
    }, { signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  async #load() {
    return this.#marks ??= await import("./text-marks.js");
  }

  /** @param {HTMLTextAreaElement} area @param {HTMLElement} button */
  async #preview(area, button) {
    const shown = this.querySelector("[data-preview]");
    if (!(shown instanceof HTMLElement)) return;
    const shows = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(shows));
    shown.hidden = !shows;
    if (!shows) return area.focus();
    const token = area.form?.querySelector("input[name=_token]");
    const body = new URLSearchParams({ _token: token instanceof HTMLInputElement ? token.value : "", text: area.value });
    try {
      const answer = await fetch(this.dataset.to ?? "", { method: "POST", body });
      if (answer.ok && !answer.redirected) shown.innerHTML = await answer.text();
    } catch { /* the line is gone: what was shown stays */ }
  }
}

customElements.define("text-tools", TextTools);
