// @ts-check
import { marked } from "./pasted-text.js";

/**
 * <text-tools data-area="text" data-to="/text-preview"> <div hidden> <button data-do="bold"> … <div data-preview hidden>
 *
 * Buttons and keys (Ctrl/⌘+B, I, K) that write marks into a text field, what is pasted from pages and documents as such marks, and
 * a look at what becomes of them, made by the server. Whatever is written goes through the browser's own editing, so that its undo
 * takes it back. Nothing happens while composing. Without script the field is as it is.
 */
const KEYS = new Map([["b", "bold"], ["i", "italic"], ["k", "link"]]);
const WRAPS = new Map([["bold", "**"], ["italic", "*"]]);
const STARTS = new Map([["list", "- "], ["quote", "> "]]);

class TextTools extends HTMLElement {
  #limits = new AbortController();

  connectedCallback() {
    const area = document.getElementById(this.dataset.area ?? "");
    const bar = this.firstElementChild;
    if (!(area instanceof HTMLTextAreaElement) || !(bar instanceof HTMLElement)) return;
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-do]") : null;
      if (!(button instanceof HTMLElement)) return;
      if (button.dataset.do === "preview") void this.#preview(area, button);
      else write(area, button.dataset.do ?? "");
    }, { signal });
    // Before whatever else a page does with these keys: here they write.
    area.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.altKey || event.shiftKey) return;
      if (event.ctrlKey === event.metaKey) return;
      const does = KEYS.get(event.key.toLowerCase());
      if (!does) return;
      event.preventDefault();
      event.stopPropagation();
      write(area, does);
    }, { signal });
    area.addEventListener("paste", (event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      const plain = (event.clipboardData?.getData("text/plain") ?? "").trim();
      const text = html === "" ? "" : marked(html);
      if (text === "" || text === plain) return;
      event.preventDefault();
      put(area, area.selectionStart, area.selectionEnd, text);
    }, { signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
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

/** Writes a mark around what is chosen, or takes it away. @param {HTMLTextAreaElement} area @param {string} does */
function write(area, does) {
  const wrap = WRAPS.get(does);
  const start = STARTS.get(does);
  if (wrap) around(area, wrap);
  else if (start) before(area, start);
  else if (does === "code") code(area);
  else if (does === "link") link(area);
}

/** @param {HTMLTextAreaElement} area @param {string} mark */
function around(area, mark) {
  const { value } = area;
  let [from, to] = [area.selectionStart, area.selectionEnd];
  while (from < to && /\s/.test(value[from])) from += 1;
  while (to > from && /\s/.test(value[to - 1])) to -= 1;
  const chosen = value.slice(from, to);
  const n = mark.length;
  const is = (/** @type {number} */ at) => value.slice(at, at + n) === mark && value[at + n] !== "*" && value[at - 1] !== "*";
  if (is(from - n) && is(to)) return put(area, from - n, to + n, chosen, [from - n, to - n]);
  const lines = chosen.split("\n").map((line) => (line.trim() === "" && chosen !== "" ? line : `${mark}${line}${mark}`));
  const text = lines.join("\n");
  put(area, from, to, text, lines.length > 1 ? [from, from + text.length] : [from + n, to + n]);
}

/** @param {HTMLTextAreaElement} area @param {string} start */
function before(area, start) {
  const { value } = area;
  const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = value.indexOf("\n", area.selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const all = lines.every((line) => line.startsWith(start));
  const text = lines.map((line) => (all ? line.slice(start.length) : start + line)).join("\n");
  const caret = from + text.length;
  put(area, from, to, text, lines.length > 1 ? [from, caret] : [caret, caret]);
}

/** @param {HTMLTextAreaElement} area */
function code(area) {
  const [from, to] = [area.selectionStart, area.selectionEnd];
  const chosen = area.value.slice(from, to);
  if (!chosen.includes("\n")) return around(area, "`");
  const lead = from > 0 && area.value[from - 1] !== "\n" ? "\n" : "";
  put(area, from, to, `${lead}\`\`\`\n${chosen.replace(/\n$/, "")}\n\`\`\`\n`);
}

/** @param {HTMLTextAreaElement} area */
function link(area) {
  const [from, to] = [area.selectionStart, area.selectionEnd];
  const chosen = area.value.slice(from, to).trim();
  if (/^https?:\/\/\S+$/.test(chosen)) return put(area, from, to, `[](${chosen})`, [from + 1, from + 1]);
  const at = from + chosen.length + 3;
  put(area, from, to, `[${chosen}](https://)`, chosen === "" ? [from + 1, from + 1] : [at, at + "https://".length]);
}

/**
 * As if it were typed: undo takes it back, and who listens hears of it.
 * @param {HTMLTextAreaElement} area @param {number} from @param {number} to @param {string} text @param {[number, number]} [chosen]
 */
function put(area, from, to, text, chosen) {
  area.focus();
  area.setSelectionRange(from, to);
  const done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (!done) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  if (chosen) area.setSelectionRange(...chosen);
}

customElements.define("text-tools", TextTools);
