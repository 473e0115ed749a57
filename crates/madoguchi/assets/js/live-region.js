// @ts-check
import { exchange, said } from "./live-parts.js";

/**
 * <live-region data-events="/cases/…/events" data-one="…" data-many="… {n} …" data-part="/staff/cases/…/presence">
 *   <div data-news role="status" hidden></div>
 * </live-region>
 *
 * Follows the page it stands on: hears that something changed, fetches the page again, and offers what is new by a button,
 * so that nothing moves under somebody's eyes. What is marked `data-live="name"` is exchanged then; what is being written
 * stays. A hidden page does not listen: it asks when it is seen again.
 */
class LiveRegion extends HTMLElement {
  /** @type {EventSource | null} */
  #source = null;
  /** @type {Document | null} */
  #next = null;
  #last = "";
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    document.addEventListener("visibilitychange", () => this.#turn(), { signal: this.#limits.signal });
    addEventListener("pagehide", () => this.#close(), { signal: this.#limits.signal });
    addEventListener("pageshow", () => this.#turn(), { signal: this.#limits.signal });
    this.#turn();
  }

  disconnectedCallback() {
    this.#limits.abort();
    this.#close();
  }

  #turn() {
    if (document.hidden) return this.#close();
    // A form that was called off has ended it with all else.
    if (this.#source?.readyState === EventSource.CLOSED) this.#close();
    const away = this.#last !== "" || this.dataset.away !== undefined;
    const to = this.dataset.events;
    if (this.#source || !to) return;
    this.#source = new EventSource(to);
    this.#source.addEventListener("changed", () => void this.#fetch());
    this.#source.addEventListener("presence", () => void this.#presence());
    if (away) void this.#fetch();
  }

  #close() {
    this.#source?.close();
    if (this.#source) this.dataset.away = "";
    this.#source = null;
  }

  async #fetch() {
    try {
      const address = new URL(location.href);
      address.hash = "";
      for (const told of ["posted", "opened", "kept", "taken", "late", "sent", "none"]) address.searchParams.delete(told);
      const answer = await fetch(address, { headers: { "x-live": "1" } });
      if (!answer.ok || answer.redirected) return;
      const text = await answer.text();
      if (text === this.#last) return;
      this.#last = text;
      this.#next = new DOMParser().parseFromString(text, "text/html");
      this.#offer();
    } catch { /* the stream comes back by itself, and tells again */ }
  }

  #parts() {
    return [...document.querySelectorAll("[data-live]")].filter((part) => part instanceof HTMLElement);
  }

  /** @param {HTMLElement} part @param {Document} next */
  #other(part, next) {
    return next.querySelector(`[data-live="${CSS.escape(part.dataset.live ?? "")}"]`);
  }

  #offer() {
    const next = this.#next;
    const news = this.querySelector("[data-news]");
    if (!next || !(news instanceof HTMLElement)) return;
    const items = [...next.querySelectorAll("[data-live] [data-item]")];
    const known = new Set([...document.querySelectorAll("[data-live] [data-item]")].map((item) => item.id));
    const fresh = items.filter((item) => !known.has(item.id)).length;
    const differs = this.#parts().some((part) => said(this.#other(part, next)) !== said(part));
    if (!differs) return this.#silence(news);
    const text = (fresh > 0 ? this.dataset.many : this.dataset.one) ?? "";
    const button = news.querySelector("button") ?? document.createElement("button");
    button.type = "button";
    button.className = "button button-primary";
    button.textContent = text.replace("{n}", String(fresh));
    button.onclick = () => this.#show();
    if (!button.isConnected) news.append(button);
    news.hidden = false;
  }

  /** What is being read stays where it is on the screen. */
  #show() {
    const next = this.#next;
    const news = this.querySelector("[data-news]");
    if (!next) return;
    const read = [...document.querySelectorAll("[data-live] [id]")]
      .find((item) => item.getBoundingClientRect().bottom > 80);
    const top = read?.getBoundingClientRect().top ?? 0;
    const known = new Set([...document.querySelectorAll("[data-item]")].map((item) => item.id));
    for (const part of this.#parts()) {
      const other = this.#other(part, next);
      // What somebody has begun to answer stays.
      const begun = [...part.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
      if (other && !begun && said(other) !== said(part)) exchange(part, other);
    }
    const base = next.querySelector("input[name=base]");
    for (const own of document.querySelectorAll("input[name=base]")) {
      if (base instanceof HTMLInputElement && own instanceof HTMLInputElement) own.value = base.value;
    }
    const [theirs, own] = [next, document].map((page) => page.querySelector("textarea[name=text]"));
    if (theirs instanceof HTMLTextAreaElement && own instanceof HTMLTextAreaElement) own.required = theirs.required;
    const first = [...document.querySelectorAll("[data-item]")].find((item) => !known.has(item.id));
    for (const item of document.querySelectorAll("[data-item]")) {
      if (!known.has(item.id)) item.setAttribute("data-fresh", "");
    }
    const after = read && document.getElementById(read.id);
    if (after) scrollBy({ top: after.getBoundingClientRect().top - top, behavior: "instant" });
    if (first instanceof HTMLElement) {
      first.tabIndex = -1;
      first.focus();
    }
    if (news instanceof HTMLElement) this.#silence(news);
    this.#next = null;
    // Now it was seen.
    void fetch(location.pathname, { method: "GET" }).catch(() => undefined);
  }

  /** @param {HTMLElement} news */
  #silence(news) {
    news.hidden = true;
    news.replaceChildren();
  }

  async #presence() {
    const from = this.dataset.part;
    const shown = document.querySelector("[data-presence]");
    if (!from || !shown) return;
    try {
      const answer = await fetch(from);
      if (answer.ok) shown.innerHTML = await answer.text();
    } catch { /* told again with the next change */ }
  }
}

customElements.define("live-region", LiveRegion);
