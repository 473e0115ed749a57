// @ts-check
import { notTaken, rowOf } from "./file-rows.js";
import { handedIn } from "./hand-in.js";

/**
 * <file-picker data-to="/uploads" data-token data-going="{name} {percent}" data-done data-broken data-again data-off data-wait
 *   data-most data-largest data-empty data-large data-many data-kind>
 *   <ul data-waiting></ul> <input type="file" name="files" multiple> <p data-told role="status"></p>
 *
 * Hands files in one by one as soon as they are chosen or dropped, those that can go, each in pieces that go on after a break, and names them in the
 * form. Without script the form carries them itself. While one is on its way the form waits.
 */
const AT_ONCE = 3;

class FilePicker extends HTMLElement {
  /** @type {{ file: File, row: HTMLElement, stop: AbortController }[]} */
  #queue = [];
  #running = 0;
  #limits = new AbortController();

  connectedCallback() {
    const input = this.querySelector("input[type=file]");
    const form = this.closest("form");
    if (!(input instanceof HTMLInputElement) || !form) return;
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    const chosen = () => {
      this.#take([...input.files ?? []]);
      input.value = "";
    };
    input.addEventListener("change", (event) => { event.stopPropagation(); chosen(); }, { signal });
    chosen(); // whoever was faster than the script
    form.addEventListener("submit", (event) => {
      if (this.#running + this.#queue.length === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#tell(this.dataset.wait ?? "");
    }, { capture: true, signal });
    form.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.toggleAttribute("data-over", true);
    }, { signal });
    form.addEventListener("dragleave", () => this.removeAttribute("data-over"), { signal });
    form.addEventListener("drop", (event) => {
      this.removeAttribute("data-over");
      this.#given(event, event.dataTransfer);
    }, { signal });
    form.addEventListener("paste", (event) => this.#given(event, event.clipboardData), { signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
    for (const one of this.#queue) one.stop.abort();
  }

  /** Dropped or pasted. @param {Event} event @param {DataTransfer | null} data */
  #given(event, data) {
    if (!data || data.files.length === 0) return;
    event.preventDefault();
    this.#take([...data.files]);
  }

  /** @param {string} text */
  #tell(text) {
    const told = this.querySelector("[data-told]");
    if (told) told.textContent = text;
  }

  /** @param {File[]} files */
  #take(files) {
    for (const file of files) {
      const why = notTaken(file, this);
      const stop = new AbortController();
      const row = rowOf(file, this.dataset.off ?? "×", () => {
        stop.abort();
        this.#queue = this.#queue.filter((other) => other.row !== row);
        row.remove();
        this.querySelector("input")?.focus();
      });
      this.querySelector("[data-waiting]")?.append(row);
      if (why) this.#refused(row, why);
      else this.#queue.push({ file, row, stop });
    }
    this.#next();
  }

  #next() {
    while (this.#running < AT_ONCE) {
      const one = this.#queue.shift();
      if (!one) return;
      this.#running += 1;
      void this.#send(one).finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  /** @param {HTMLElement} row @param {string} text */
  #progress(row, text) {
    const state = row.querySelector("[data-progress]");
    if (state) state.textContent = text;
  }

  /** @param {{ file: File, row: HTMLElement, stop: AbortController }} one */
  async #send({ file, row, stop }) {
    const going = this.dataset.going ?? "{percent} %";
    const done = await handedIn(file, {
      to: this.dataset.to ?? "",
      token: this.dataset.token ?? "",
      signal: stop.signal,
      progress: (percent) => this.#progress(row, percent === null ? this.dataset.again ?? "" : going.replace("{percent}", String(percent))),
    });
    if (done === null) return;
    if (done.field) this.#done(row, file, done.field);
    else this.#refused(row, done.why || (this.dataset.broken ?? ""));
  }

  /** @param {HTMLElement} row @param {string} why */
  #refused(row, why) {
    row.dataset.state = "refused";
    this.#progress(row, why);
    this.#tell(why);
  }

  /** @param {HTMLElement} row @param {File} file @param {string} field */
  #done(row, file, field) {
    row.dataset.state = "done";
    this.#progress(row, "");
    const box = document.createElement("input");
    box.type = "hidden";
    box.name = field;
    box.value = "yes";
    row.append(box);
    this.#tell((this.dataset.done ?? "{name}").replace("{name}", file.name));
    // Words are not needed where a file speaks.
    this.closest("form")?.querySelector("textarea[name=text]:not([data-needed])")?.removeAttribute("required");
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("file-picker", FilePicker);
