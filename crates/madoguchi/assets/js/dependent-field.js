// @ts-check
/**
 * <dependent-field [data-on="issue"] [data-show="sub_type=problem question;product=pbx"]>
 *   <div class="field"> … <select><option value="">…</option><option data-for="recording call">…
 *   <p role="status" class="sr" data-told data-text="選択肢は{n}件です"></p>
 *   <button data-no-script name="refresh" value="issue">選択肢を更新</button>
 *
 * Leaves only those options without `data-for`, or whose `data-for` holds the value of the control named by `data-on`, and hides the
 * whole field when nothing is left or when a condition of `data-show` fails (all must hold; values are ids).
 * An option whose `data-lacking` holds the place chosen (`deployment/product`, a star for any) is not in the plan: it stays, and
 * cannot be chosen, and its reason `<p data-of>` shows.
 * Hidden controls are disabled, so they are not sent. What the page chose at first comes back when it is offered and nothing
 * was chosen instead; the only option left is chosen. Without script the server offers everything and
 * re-renders by the refresh button.
 */
class DependentField extends HTMLElement {
  /** @type {HTMLOptionElement[]} */
  #options = [];
  #preset = "";
  #limits = new AbortController();

  connectedCallback() {
    const form = this.closest("form");
    if (!form) return;
    this.#limits = new AbortController();
    const select = this.querySelector("select");
    if (this.dataset.on && select && this.#options.length === 0) {
      this.#options = [...select.options];
      this.#preset = select.value;
    }
    for (const button of this.querySelectorAll("[data-no-script]")) button.toggleAttribute("hidden", true);
    form.addEventListener("change", (event) => {
      const name = /** @type {HTMLInputElement} */ (event.target).name;
      if (this.#names().includes(name)) this.#settle(form, true);
    }, { signal: this.#limits.signal });
    this.#settle(form, false);
  }

  disconnectedCallback() {
    this.#limits.abort();
  }

  /** @returns {[string, string[]][]} */
  #conditions() {
    return (this.dataset.show ?? "").split(";").filter(Boolean).map((part) => {
      const [name, values = ""] = part.split("=");
      return [name.trim(), values.split(" ").filter(Boolean)];
    });
  }

  #names() {
    return [this.dataset.on ?? "", ...this.#conditions().map(([name]) => name), ...(this.querySelector("[data-lacking]") ? ["deployment"] : [])];
  }

  /** @param {HTMLFormElement} form @param {boolean} tell */
  #settle(form, tell) {
    const value = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "");
    let shown = this.#conditions().every(([name, values]) => values.includes(value(name)));
    let offered = -1;
    const select = this.querySelector("select");
    if (this.dataset.on && select) {
      const on = value(this.dataset.on);
      const chosen = select.value;
      const fit = this.#options.filter((o) => !o.dataset.for || o.dataset.for.split(" ").includes(on));
      // The server shuts those that do not fit, for where no script is.
      const here = value("deployment");
      const places = ["*", `${here}/*`, `${here}/${value("product")}`];
      for (const o of fit) {
        o.hidden = false;
        o.disabled = (o.dataset.lacking ?? "").split(" ").some((place) => places.includes(place));
      }
      for (const why of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-of]"))) {
        why.hidden = !fit.some((o) => o.disabled && o.value === why.dataset.of);
      }
      select.replaceChildren(...fit);
      const real = fit.filter((o) => o.value && !o.disabled);
      const wished = chosen || this.#preset;
      const only = real.length === 1 && select.required ? real[0].value : "";
      select.value = real.some((o) => o.value === wished) ? wished : only;
      offered = real.length;
      shown = shown && fit.some((o) => o.value);
    }
    this.toggleAttribute("hidden", !shown);
    for (const control of this.querySelectorAll("input, select, textarea")) {
      /** @type {HTMLInputElement} */ (control).disabled = !shown;
    }
    const told = this.querySelector("[data-told]");
    if (tell && shown && offered >= 0 && told instanceof HTMLElement) {
      told.textContent = (told.dataset.text ?? "").replace("{n}", String(offered));
    }
    // A field that hangs on this one must look again.
    if (tell) select?.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("dependent-field", DependentField);
