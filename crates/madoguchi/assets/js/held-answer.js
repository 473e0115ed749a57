// @ts-check
/**
 * <held-answer data-seconds="10" [data-over="…"]><section>… <span data-left data-text="… {s} …"></span> …</section></held-answer>
 *
 * Counts down until an answer goes out, and then fetches the page again, unless something is being written. The count is
 * not read out each second: the sentence that a screen reader hears stays the same. On another page than the case's own
 * (`data-over`) nothing is fetched: it says that the answer has gone out.
 */
class HeldAnswer extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    const left = this.querySelector("[data-left]");
    if (!(left instanceof HTMLElement) || this.hasAttribute("data-refused")) return;
    left.parentElement?.setAttribute("aria-live", "off");
    const due = Date.now() + (Number(this.dataset.seconds) || 0) * 1000;
    const text = left.dataset.text ?? "{s}";
    const tell = () => {
      const seconds = Math.max(0, Math.ceil((due - Date.now()) / 1000));
      left.textContent = text.replace("{s}", String(seconds));
      if (Date.now() < due + 1000) return;
      clearInterval(this.#timer);
      if (this.dataset.over !== undefined) {
        this.textContent = this.dataset.over;
        return;
      }
      const writes = [...document.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
      if (!writes) this.#again();
    };
    tell();
    this.#timer = window.setInterval(tell, 250);
  }

  /** The page as it is now, of the same view. */
  #again() {
    const address = new URL(location.href);
    for (const told of ["posted", "taken", "kept", "compose"]) address.searchParams.delete(told);
    const same = address.search === location.search;
    address.hash = "now";
    location.replace(address);
    if (same) location.reload();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }
}

customElements.define("held-answer", HeldAnswer);
