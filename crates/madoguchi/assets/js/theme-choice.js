// @ts-check
/**
 * <theme-choice><form method="post" action="/preferences"> <button name="theme" value="auto|light|dark" aria-pressed>…
 *
 * The form saves and comes back by itself; with this the page changes at once and stays where it is.
 */
class ThemeChoice extends HTMLElement {
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    this.addEventListener("submit", (event) => this.#choose(event), { signal: this.#limits.signal });
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  /** @param {SubmitEvent} event */
  async #choose(event) {
    const form = event.target;
    const button = event.submitter;
    if (!(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const root = document.documentElement;
    if (button.value === "auto") delete root.dataset.theme;
    else root.dataset.theme = button.value;
    for (const one of form.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, button)) body.append(name, String(value));
    try {
      await fetch(form.action, { method: "POST", body });
    } catch { /* the look has changed; the next press saves it */ }
  }
}

customElements.define("theme-choice", ThemeChoice);
