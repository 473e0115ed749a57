// @ts-check
/**
 * <picture-look><dialog> <h2 data-name> <p data-place> <button data-step="-1"> <button data-step="1"> <a data-file>
 *
 * Shows a picture of the page large, over it: a[.file-picture] and the link of its name. The arrows go on to the next one and back, Esc
 * leads to where one was. Without script, and with another key held, the links lead to the picture's own page.
 */
class PictureLook extends HTMLElement {
  #limits = new AbortController();
  #at = 0;

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    document.addEventListener("click", (event) => this.#pressed(event), { signal });
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-step]") : null;
      if (button instanceof HTMLElement) this.#show(this.#at + Number(button.dataset.step));
      else if (event.target === this.#dialog) this.#dialog?.close();
    }, { signal });
    this.addEventListener("keydown", (event) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
      if (step === 0) return;
      event.preventDefault();
      this.#show(this.#at + step);
    }, { signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  /** The pictures of the page, as they stand on it. */
  get #all() {
    const links = [...document.querySelectorAll("a.file-picture")];
    return links.flatMap((link) => (link instanceof HTMLAnchorElement ? [link] : []));
  }

  /** @param {MouseEvent} event */
  #pressed(event) {
    if (event.defaultPrevented || event.button !== 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("a.file-picture, a.file-name") : null;
    if (!(link instanceof HTMLAnchorElement) || link.hasAttribute("download")) return;
    const at = this.#all.findIndex((picture) => picture.href === link.href);
    if (at < 0 || !this.#dialog) return;
    event.preventDefault();
    this.#show(at);
    this.#dialog.showModal();
  }

  /** @param {number} at */
  #show(at) {
    const all = this.#all;
    const link = all[at];
    if (!link) return;
    this.#at = at;
    const name = link.parentElement?.querySelector(".file-name")?.textContent ?? "";
    const address = link.href.replace(/\/look$/, "");
    const image = new Image();
    image.alt = name;
    image.src = `${address}/picture`;
    this.querySelector("[data-place]")?.replaceChildren(image);
    const title = this.querySelector("[data-name]");
    if (title) title.textContent = all.length > 1 ? `${name} (${at + 1}/${all.length})` : name;
    this.querySelector("[data-file]")?.setAttribute("href", address);
    for (const button of this.querySelectorAll("button[data-step]")) {
      if (button instanceof HTMLButtonElement) button.hidden = all.length < 2;
    }
  }
}

customElements.define("picture-look", PictureLook);
