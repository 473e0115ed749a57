// @ts-check
import { PageStream } from "./page-stream.js";

/**
 * <session-calls data-events="/staff/sessions/events?told=…" data-part="/staff/sessions/calls"><div role="status" data-calls>…</div></session-calls>
 *
 * Tells on any page of staff's that a live session wants the reader, as it happens, and counts it beside the way there. A hidden page
 * does not listen: it asks when it is seen again.
 */
class SessionCalls extends HTMLElement {
  /** @type {PageStream | null} */
  #stream = null;
  #away = false;
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    document.addEventListener("visibilitychange", () => this.#turn(), { signal });
    addEventListener("pagehide", () => this.#close(), { signal });
    addEventListener("pageshow", () => this.#turn(), { signal });
    this.#turn();
  }

  disconnectedCallback() {
    this.#limits.abort();
    this.#close();
  }

  #turn() {
    if (document.hidden) return this.#close();
    if (this.#stream || !this.dataset.events) return;
    this.#stream = new PageStream(this.dataset.events, { changed: () => void this.#fetch(), over: () => this.#close() });
    if (this.#away) void this.#fetch();
  }

  #close() {
    this.#away ||= this.#stream !== null;
    this.#stream?.close();
    this.#stream = null;
  }

  async #fetch() {
    const place = this.querySelector("[data-calls]");
    if (!place || !this.dataset.part) return;
    try {
      const answer = await fetch(this.dataset.part, { headers: { "x-live": "1" } });
      if (!answer.ok || answer.redirected) return;
      place.innerHTML = await answer.text();
    } catch { return; /* the stream comes back by itself, and tells again */ }
    const count = place.querySelector("[data-count]")?.getAttribute("data-count") ?? "";
    for (const badge of document.querySelectorAll("[data-calls-count]")) {
      badge.textContent = count;
      badge.toggleAttribute("hidden", count === "");
    }
  }
}

customElements.define("session-calls", SessionCalls);
