// @ts-check
/**
 * <local-menu><details class="menu" name="bar"><summary>…</summary><div class="menu-body">…
 *
 * A <details> works as a menu without this; with it, Escape and a press or focus elsewhere close it.
 */
class LocalMenu extends HTMLElement {
  #limits = new AbortController();

  connectedCallback() {
    const details = this.querySelector("details");
    if (!details) return;
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    this.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.key !== "Escape" || !details.open) return;
      event.stopPropagation();
      details.open = false;
      details.querySelector("summary")?.focus();
    }, { signal });
    this.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (to instanceof Node && !this.contains(to)) details.open = false;
    }, { signal });
    document.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Node && !this.contains(event.target)) details.open = false;
    }, { signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
  }
}

customElements.define("local-menu", LocalMenu);
