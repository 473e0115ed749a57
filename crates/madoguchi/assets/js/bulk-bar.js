// @ts-check
/**
 * <bulk-bar><form id="bulk"><span data-chosen data-text="{n} chosen"> … <button type="button" data-act="pick-all" hidden></form></bulk-bar>
 *
 * What is done with the rows whose box (of that form) is ticked. Without script it always stands there; with it only while
 * something is ticked, and it says how many. Its own button ticks all rows, or none where all are.
 */
class BulkBar extends HTMLElement {
  #limits = new AbortController();
  /** Names of the boxes that are ticked: a list that follows by itself comes with none. @type {Set<string>} */
  #ticked = new Set();
  #follows = new MutationObserver(() => this.#tickAgain());

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    document.addEventListener("change", () => this.#count(), { signal });
    // Going back brings ticks along, and says nothing of it.
    addEventListener("pageshow", () => this.#count(), { signal });
    const list = document.querySelector("[data-live=list]");
    if (list) this.#follows.observe(list, { childList: true, subtree: true });
    const all = this.querySelector("[data-act=pick-all]");
    if (all instanceof HTMLButtonElement) {
      all.hidden = false;
      all.addEventListener("click", () => {
        const boxes = this.#boxes();
        const tick = boxes.some((box) => !box.checked);
        for (const box of boxes) box.checked = tick;
        this.#count();
      }, { signal });
    }
    this.#count();
  }

  disconnectedCallback() {
    this.#limits.abort();
    this.#follows.disconnect();
  }

  #tickAgain() {
    for (const box of this.#boxes()) box.checked ||= this.#ticked.has(box.name);
    this.#count();
  }

  /** @returns {HTMLInputElement[]} */
  #boxes() {
    const form = this.querySelector("form");
    const all = form instanceof HTMLFormElement ? [...form.elements] : [];
    return all.filter((one) => one instanceof HTMLInputElement && one.type === "checkbox");
  }

  #count() {
    this.#ticked = new Set(this.#boxes().filter((box) => box.checked).map((box) => box.name));
    const chosen = this.#ticked.size;
    this.toggleAttribute("data-none", chosen === 0);
    const place = this.querySelector("[data-chosen]");
    if (place instanceof HTMLElement) place.textContent = (place.dataset.text ?? "").replace("{n}", String(chosen));
  }
}

customElements.define("bulk-bar", BulkBar);
