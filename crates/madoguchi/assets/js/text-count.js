// @ts-check
/**
 * <text-count data-most="345" data-told="{n} of 345 characters" data-over="…"><textarea>…</textarea><p data-count hidden></p><p role="status" data-is-over></p></text-count>
 *
 * Counts what is written as people count it, and says when it is too long; the server looks as well.
 */
class TextCount extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("textarea");
    if (!field) return;
    field.addEventListener("input", () => this.#count(field));
    this.#count(field);
  }

  /** @param {HTMLTextAreaElement} field */
  #count(field) {
    const text = field.value.trim().replaceAll("\r\n", "\n");
    const given = "Segmenter" in Intl ? [...new Intl.Segmenter().segment(text)].length : [...text].length;
    const over = given > Number((this.dataset.most ?? "").replace(/\D/g, ""));
    const count = this.querySelector("[data-count]");
    if (count instanceof HTMLElement) {
      count.hidden = false;
      count.textContent = (this.dataset.told ?? "").replace("{n}", String(given));
      count.classList.toggle("error-text", over);
    }
    const told = this.querySelector("[data-is-over]");
    const words = over ? this.dataset.over ?? "" : "";
    if (told && told.textContent !== words) told.textContent = words;
  }
}

customElements.define("text-count", TextCount);
