// @ts-check
import { put } from "./text-marks.js";

/**
 * <article-images data-to="/staff/knowledge/images" data-token data-going="{name} {percent}" data-done data-broken>
 *   <textarea>… <button data-insert="ID of a textarea" hidden> <ul data-images></ul> <input type=file> <p data-told role=status>
 *
 * Hands images in as soon as they are pasted, dropped or chosen, one after the other, sets the line that shows each at the cursor, and
 * leaves the cursor where its words belong. Without script the form carries them itself.
 */
class ArticleImages extends HTMLElement {
  #limits = new AbortController();
  #queue = Promise.resolve();

  connectedCallback() {
    const list = this.querySelector("[data-images]");
    const files = this.querySelector("input[type=file]");
    if (!list || !(files instanceof HTMLInputElement)) return;
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    files.addEventListener("change", () => {
      this.#take([...files.files ?? []], null);
      files.value = "";
    }, { signal });
    for (const button of this.querySelectorAll("button[data-insert]")) {
      if (!(button instanceof HTMLElement)) continue;
      button.hidden = false;
      button.addEventListener("click", () => this.#choose(files, button.dataset.insert ?? ""), { signal });
    }
    for (const area of this.querySelectorAll("textarea")) {
      area.addEventListener("paste", (event) => {
        // What has words beside its picture, as from a document, is pasted as words.
        if (event.clipboardData?.getData("text/plain")) return;
        this.#given(event, event.clipboardData, area);
      }, { signal });
      area.addEventListener("dragover", (event) => {
        if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
      }, { signal });
      area.addEventListener("drop", (event) => this.#given(event, event.dataTransfer, area), { signal });
    }
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  /** @param {Event} event @param {DataTransfer | null} data @param {HTMLTextAreaElement} area */
  #given(event, data, area) {
    if (!data || data.files.length === 0) return;
    event.preventDefault();
    this.#take([...data.files], area);
  }

  /** @param {HTMLInputElement} like @param {string} id */
  #choose(like, id) {
    const area = document.getElementById(id);
    if (!(area instanceof HTMLTextAreaElement)) return;
    const files = document.createElement("input");
    files.type = "file";
    files.multiple = true;
    files.accept = like.accept;
    files.addEventListener("change", () => this.#take([...files.files ?? []], area));
    files.click();
  }

  /** @param {File[]} files @param {HTMLTextAreaElement | null} area */
  #take(files, area) {
    for (const file of files) this.#queue = this.#queue.then(() => this.#send(file, area));
  }

  /** @param {string} text */
  #tell(text) {
    const told = this.querySelector("[data-told]");
    if (told) told.textContent = text;
  }

  /** @param {string} said @param {File} file @param {number} percent */
  #say(said, file, percent) {
    this.#tell(said.replace("{name}", file.name).replace("{percent}", String(percent)));
  }

  /** @param {File} file @param {HTMLTextAreaElement | null} area @returns {Promise<void>} */
  #send(file, area) {
    return new Promise((done) => {
      const { to = "", token = "", going = "", broken = "" } = this.dataset;
      const line = new XMLHttpRequest();
      line.upload.addEventListener("progress", (event) => this.#say(going, file, Math.floor(event.loaded * 100 / Math.max(event.total, 1))));
      line.addEventListener("load", () => {
        const kind = line.getResponseHeader("Content-Type") ?? "";
        if (line.status === 200 && kind.startsWith("text/html")) this.#there(line.responseText, file, area);
        else this.#tell(kind.startsWith("text/plain") ? line.responseText : broken);
      });
      line.addEventListener("error", () => this.#tell(broken));
      line.addEventListener("loadend", () => done());
      line.open("POST", `${to}?name=${encodeURIComponent(file.name)}`);
      line.setRequestHeader("X-Token", token);
      line.setRequestHeader("Content-Type", "application/octet-stream");
      this.#say(going, file, 0);
      line.send(file);
    });
  }

  /** @param {string} html @param {File} file @param {HTMLTextAreaElement | null} area */
  #there(html, file, area) {
    const list = this.querySelector("[data-images]");
    list?.insertAdjacentHTML("beforeend", html);
    const row = list?.lastElementChild;
    const line = row instanceof HTMLElement ? row.dataset.markdown ?? "" : "";
    if (line === "") return this.#tell(this.dataset.broken ?? "");
    if (area) {
      const at = area.selectionStart;
      // An image stands in a line of its own; the cursor between its brackets.
      const lead = at > 0 && area.value[at - 1] !== "\n" ? "\n\n" : "";
      const words = at + lead.length + 2;
      put(area, at, area.selectionEnd, `${lead}${line}\n`, [words, words]);
    }
    this.#say(this.dataset.done ?? "", file, 100);
  }
}

customElements.define("article-images", ArticleImages);
