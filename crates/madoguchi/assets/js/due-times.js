// @ts-check
/**
 * <due-times data-now="…" data-minutes="{} minute|{} minutes" data-hours="…" data-days="…" data-over="{} overdue">
 *
 * Keeps what is left of promises true while a page is open: every half minute, each second when the end is near. Goes by the
 * server's clock, and announces nothing by itself.
 */
class DueTimes extends HTMLElement {
  #ahead = 0;
  #timer = 0;
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    this.#ahead = Date.parse(this.dataset.now ?? "") - Date.now() || 0;
    document.addEventListener("visibilitychange", () => this.#tick(), { signal: this.#limits.signal });
    this.#tick();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#limits.abort();
  }

  #tick() {
    clearTimeout(this.#timer);
    const now = Date.now() + this.#ahead;
    let near = false;
    for (const chip of /** @type {NodeListOf<HTMLTimeElement>} */ (document.querySelectorAll("time.due[datetime]"))) {
      const left = Date.parse(chip.dateTime) - now;
      if (Number.isNaN(left)) continue;
      if (left < 0 && chip.dataset.state !== "over") this.#runOut(chip);
      const words = chip.querySelector("i");
      const span = this.#span(Math.abs(left) / 60_000);
      if (words && words.textContent !== span) words.textContent = span;
      near ||= Math.abs(left) < 300_000;
    }
    this.#timer = setTimeout(() => this.#tick(), near ? 1_000 : 30_000);
  }

  /** @param {HTMLTimeElement} chip */
  #runOut(chip) {
    chip.dataset.state = "over";
    const [before = "", after = ""] = (this.dataset.over ?? "").split("{}");
    const icon = [...chip.children].filter((child) => child.localName === "svg");
    chip.replaceChildren(...icon, before, document.createElement("i"), after);
  }

  /** Hours up to two days, as the server says it. @param {number} minutes */
  #span(minutes) {
    const [unit, length] = minutes < 60 ? ["minutes", 1] : minutes < 2_880 ? ["hours", 60] : ["days", 1_440];
    const number = Math.floor(minutes / Number(length));
    const [one = "", other = ""] = (this.dataset[unit] ?? "").split("|");
    const rule = new Intl.PluralRules(document.documentElement.lang).select(number);
    return (rule === "one" ? one : other).replace("{}", number.toLocaleString(document.documentElement.lang));
  }
}

customElements.define("due-times", DueTimes);
