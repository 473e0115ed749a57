// @ts-check
/**
 * <bulk-bar><form id="bulk"><span data-chosen data-text="{n} chosen"> … <button type="button" data-act="pick-all" hidden></form></bulk-bar>
 *
 * What is done with the rows whose box (of that form) is ticked. Without script it always stands there; with it only while
 * something is ticked, and it says how many. Its own button ticks all rows, or none where all are.
 */
class BulkBar extends HTMLElement {
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    document.addEventListener("change", () => this.#count(), { signal });
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
  }

  /** @returns {HTMLInputElement[]} */
  #boxes() {
    const form = this.querySelector("form");
    const all = form instanceof HTMLFormElement ? [...form.elements] : [];
    return all.filter((one) => one instanceof HTMLInputElement && one.type === "checkbox");
  }

  #count() {
    const chosen = this.#boxes().filter((box) => box.checked).length;
    this.toggleAttribute("data-none", chosen === 0);
    const place = this.querySelector("[data-chosen]");
    if (place instanceof HTMLElement) place.textContent = (place.dataset.text ?? "").replace("{n}", String(chosen));
  }
}

customElements.define("bulk-bar", BulkBar);
