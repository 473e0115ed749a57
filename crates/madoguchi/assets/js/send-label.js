// @ts-check
/**
 * <button><send-label data-with="Send to … and set “{status}”">Send to …</send-label></button>   in a form with <select name="then">
 *
 * The words of the button that sends name the status that follows, as soon as one is chosen. Without script the list beside the button
 * says it.
 */
class SendLabel extends HTMLElement {
  #plain = "";
  #limits = new AbortController();

  connectedCallback() {
    const then = this.closest("form")?.elements.namedItem("then");
    if (!(then instanceof HTMLSelectElement)) return;
    this.#limits = new AbortController();
    this.#plain ||= this.textContent ?? "";
    then.addEventListener("change", () => this.#say(then), { signal: this.#limits.signal });
    this.#say(then);
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  /** @param {HTMLSelectElement} then */
  #say(then) {
    const status = then.value === "" ? "" : then.selectedOptions[0]?.textContent ?? "";
    this.textContent = status === "" ? this.#plain : (this.dataset.with ?? "").replace("{status}", () => status);
  }
}

customElements.define("send-label", SendLabel);
