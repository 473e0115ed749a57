// @ts-check
// <file-progress data-under-way>: a file that is being made. Looks again by itself until it is there.
const EVERY = 1500;

class FileProgress extends HTMLElement {
  /** @type {number | undefined} */
  #timer;

  connectedCallback() {
    this.#wait();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #wait() {
    if (!this.hasAttribute("data-under-way")) return;
    this.querySelector("[data-again]")?.setAttribute("hidden", "");
    this.#timer = window.setTimeout(() => this.#look(), EVERY);
  }

  async #look() {
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!answer.ok) return this.#wait();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("file-progress");
      const [now, then] = [this.querySelector("[data-progress]"), fresh?.querySelector("[data-progress]")];
      if (!fresh || !now || !then) return location.reload();
      const ended = !fresh.hasAttribute("data-under-way");
      if (ended) {
        this.removeAttribute("data-under-way");
        now.replaceWith(then);
        this.querySelector("a")?.focus();
      } else {
        // What is being pressed stays where it is.
        for (const part of ["[role=status]", "progress"]) {
          const [old, other] = [now.querySelector(part), then.querySelector(part)];
          if (old && other && old.outerHTML !== other.outerHTML) old.replaceWith(other);
        }
      }
    } catch {
      // The line is down for a moment; the next look tries again.
    }
    this.#wait();
  }
}

customElements.define("file-progress", FileProgress);
