// @ts-check
import { askBeforeLeaving } from "./session-leaving.js";
import { Refused, filled, post } from "./session-post.js";

/**
 * <session-room data-events="/sessions/…/events">…</session-room>
 *
 * Stays connected as long as the page is open, hidden or not: that is how the seat is kept. What changed is fetched and exchanged
 * at once in the parts marked `data-live`; what is being typed stays, and so does the focus. What is said, and forms marked
 * `data-quiet`, are sent without leaving the page, for what is shared from it would end.
 */
class SessionRoom extends HTMLElement {
  /** @type {EventSource | null} */
  #source = null;
  #busy = false;
  #again = false;
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    this.addEventListener("submit", (event) => this.#submit(event), { signal });
    addEventListener("pagehide", () => this.#source?.close(), { signal });
    askBeforeLeaving(this, signal);
    this.#end();
    const to = this.dataset.events;
    if (!to) return;
    this.#source = new EventSource(to);
    this.#source.addEventListener("changed", () => void this.#fetch());
    this.#source.addEventListener("over", () => {
      this.#source?.close();
      location.reload();
    });
  }

  disconnectedCallback() {
    this.#limits.abort();
    this.#source?.close();
  }

  async #fetch() {
    // One at a time; what came meanwhile is fetched after.
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      const answer = await fetch(location.pathname, { headers: { "x-live": "1" } });
      if (answer.redirected || !answer.ok) location.reload();
      else this.#show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* the stream comes back by itself, and tells again */ } finally {
      this.#busy = false;
    }
    if (this.#again) {
      this.#again = false;
      void this.#fetch();
    }
  }

  /** @param {Document} next */
  #show(next) {
    for (const part of this.querySelectorAll("[data-live]")) {
      if (!(part instanceof HTMLElement)) continue;
      const other = next.querySelector(`[data-live="${CSS.escape(part.dataset.live ?? "")}"]`);
      // What somebody has unfolded stays so.
      other?.querySelectorAll("details").forEach((fold, at) => { fold.open = part.querySelectorAll("details")[at]?.open ?? false; });
      if (!other || other.innerHTML === part.innerHTML) continue;
      if (part.dataset.live === "told") this.#append(part, other);
      // What holds the parts below changes only when it comes into being; what somebody writes in stays.
      else if (part.querySelector("[data-live]") && other.querySelector("[data-live]")) continue;
      else if (part.contains(document.activeElement) && part.querySelector("input[type=text]") && other.querySelector("input[type=text]")) continue;
      else {
        const focused = part.contains(document.activeElement) ? document.activeElement?.id : "";
        part.innerHTML = other.innerHTML;
        if (focused) document.getElementById(focused)?.focus();
      }
    }
    // What came into being with the room was not there to be fetched when the page was.
    for (const part of this.querySelectorAll(":not(:defined)")) void import(`./${part.localName}.js`);
    this.#end();
  }

  /** A reader hears what is new, and nothing twice. @param {HTMLElement} part @param {Element} other */
  #append(part, other) {
    for (const item of other.children) {
      if (!document.getElementById(item.id)) part.append(document.importNode(item, true));
    }
  }

  #end() {
    const told = this.querySelector("[data-live=told]");
    if (told) told.scrollTop = told.scrollHeight;
  }

  /** @param {SubmitEvent} event @param {HTMLFormElement} form */
  async #quiet(event, form) {
    event.preventDefault();
    const told = this.querySelector("[data-refusal]");
    let text = "";
    try {
      await post(form.action, filled(form, event.submitter));
      form.querySelectorAll("input[type=text]").forEach((field) => field instanceof HTMLInputElement && (field.value = field.defaultValue));
      await this.#fetch();
    } catch (error) {
      text = error instanceof Refused ? error.message : this.dataset.offline ?? "";
    }
    if (!(told instanceof HTMLElement)) return;
    told.textContent = text;
    told.hidden = text === "";
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    const form = event.target;
    if (form instanceof HTMLFormElement && form.matches("[data-quiet]")) return void this.#quiet(event, form);
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-say]")) return;
    event.preventDefault();
    const field = form.querySelector("input[type=text]");
    if (!(field instanceof HTMLInputElement) || field.value.trim() === "") return;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) body.append(name, String(value));
    const kept = field.value;
    field.value = "";
    field.focus();
    fetch(form.action, { method: "POST", body })
      .then((answer) => {
        if (answer.ok) return this.#fetch();
        // The page says why; what was typed is not lost.
        field.value = kept;
        return undefined;
      })
      .catch(() => { field.value = kept; });
  }
}

customElements.define("session-room", SessionRoom);
