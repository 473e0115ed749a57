// @ts-check
import { PageStream } from "./page-stream.js";
import { askBeforeLeaving } from "./session-leaving.js";
import { Refused, filled, sent } from "./session-post.js";
import { askOverTheRoom } from "./session-steps.js";

const LATER = 2000;

/**
 * <session-room data-events="/sessions/…/events">…</session-room>
 *
 * A page of sessions. It stays connected as long as it is open, hidden or not: that is how seats are kept. What changed is fetched and
 * exchanged at once in the parts marked `data-live`; what is being typed stays, and so does the focus. What is said, and forms
 * marked `data-quiet`, are sent without leaving the page, for what is shared from it would end.
 */
class SessionRoom extends HTMLElement {
  /** @type {PageStream | null} */
  #stream = null;
  #busy = false;
  #again = false;
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    this.addEventListener("submit", (event) => this.#submit(event), { signal });
    addEventListener("pagehide", () => this.#stream?.close(), { signal });
    askOverTheRoom(this, signal, () => void this.#fetch());
    askBeforeLeaving(this, signal);
    this.#end();
    const to = this.dataset.events;
    if (!to) return;
    const changed = () => void this.#fetch();
    this.#stream = new PageStream(to, { changed, refused: changed, over: () => this.#leave() });
  }

  disconnectedCallback() {
    this.#limits.abort();
    this.#stream?.close();
  }

  /** It is over, or theirs no more: the page as it is now says so. */
  #leave() {
    this.#stream?.close();
    if ("stepping" in this.dataset) return; // a step that was just taken says itself where it leads
    this.toggleAttribute("data-leaving", true);
    this.dataset.back ? location.assign(this.dataset.back) : location.reload();
  }

  async #fetch() {
    if (!this.querySelector("[data-live]")) return;
    // One at a time; what came meanwhile is fetched after.
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      const answer = await fetch(location.pathname, { headers: { "x-live": "1" } });
      // What the server cannot do just now it can later; what is not theirs any more is not.
      if (answer.status === 429 || answer.status >= 500) return void setTimeout(() => void this.#fetch(), LATER);
      if (answer.redirected || !answer.ok) this.#leave();
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
      // What was made for the reader just now stands until they leave.
      if ("stays" in part.dataset && other.childElementCount === 0) continue;
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
    for (const count of document.querySelectorAll("[data-calls-count]")) count.replaceWith(next.querySelector("[data-calls-count]") ?? count);
    this.#end();
  }

  /** A reader hears what is new, and nothing twice. @param {HTMLElement} part @param {Element} other */
  #append(part, other) {
    for (const item of other.querySelectorAll("li")) {
      if (!document.getElementById(item.id)) part.querySelector("ol")?.append(document.importNode(item, true));
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
      this.#show(await sent(form.action, filled(form, event.submitter)));
      form.querySelectorAll("input[type=text], input[type=email]").forEach((field) => field instanceof HTMLInputElement && (field.value = field.defaultValue));
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
    const body = filled(form);
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
