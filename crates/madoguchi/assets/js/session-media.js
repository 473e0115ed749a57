// @ts-check
import { Live } from "./live.js";
import { Again } from "./media-again.js";
import { Line } from "./media-line.js";
import { Tiles } from "./media-tiles.js";
import { Words } from "./media-words.js";
import { Presses } from "./media-presses.js";
import { OwnMedia } from "./own-media.js";

/**
 * <session-media data-line="/sessions/…/line">
 *   <template data-words><p data-word="connecting">…</p>…</template>
 *   … <p data-state></p><div data-tiles></div><p data-trouble hidden></p> …
 *   <div data-live="stage">… <form data-media data-needs="screen" data-ends="">…</form> …</div>
 * </session-media>
 *
 * Screens, cameras and voices of a session. What may be turned on and off the page says, which the server writes; a press takes
 * what is needed from the browser, tells the server, and sends. What is turned off stops here first and is told then.
 */
class SessionMedia extends HTMLElement {
  /** @type {Line | null} */
  #line = null;
  /** @type {Live | null} */
  #live = null;
  /** @type {OwnMedia | null} */
  #own = null;
  /** @type {Presses | null} */
  #presses = null;
  /** @type {Tiles | null} */
  #tiles = null;
  #servers = [];
  #welcomed = false;
  #words = new Words(this);
  #again = new Again(this);
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    this.addEventListener("submit", (event) => this.#submit(event), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal });
    addEventListener("pagehide", () => this.#end(), { signal });
    // What comes back from a browser's memory has no connections any more.
    addEventListener("pageshow", (event) => event.persisted && location.reload(), { signal });
    const stage = this.querySelector("[data-live=stage]");
    const turned = new MutationObserver(() => this.#turn());
    if (stage) turned.observe(stage, { childList: true });
    signal.addEventListener("abort", () => turned.disconnect());
    this.#turn();
  }

  disconnectedCallback() {
    this.#limits.abort();
    this.#end();
  }

  /** The page around has changed: somebody is in by now, or turned something on or off. */
  #turn() {
    const stage = this.querySelector("[data-stage]");
    if (stage && !this.#live) this.#begin();
    this.#tiles?.points(stage instanceof HTMLElement && "points" in stage.dataset);
    this.#mirror();
  }

  #begin() {
    const place = this.querySelector("[data-tiles]");
    if (!(place instanceof HTMLElement) || !this.dataset.line) return;
    const send = (/** @type {object} */ message) => this.#line?.send(message);
    this.#tiles = new Tiles(place, (name, who) => this.#words.word(name, who), (mark) => send({ t: "mark", ...mark }));
    const tiles = this.#tiles;
    this.#live = new Live({
      send,
      servers: () => this.#servers,
      shown: (/** @type {any} */ item) => { tiles.show(item); this.#turn(); },
      hidden: (/** @type {number} */ track) => tiles.hide(track),
      state: (/** @type {string} */ side, /** @type {string} */ to) => this.#words.state(side, to),
    });
    this.#own = new OwnMedia(this.#live, (kind) => void this.#presses?.off(kind));
    this.#presses = new Presses(this, this.#own, this.#words, this.#again);
    // What this browser cannot carry is no network's fault, and is said at once.
    if (!("RTCPeerConnection" in window)) return this.#words.end("no-devices");
    this.#words.state("line", "connecting");
    this.#line = new Line(this.dataset.line, { hears: (message) => this.#hear(message), broke: () => this.#words.state("line", "reconnecting") });
  }

  /** @param {any} message */
  #hear(message) {
    switch (message.t) {
      case "welcome":
        this.#servers = message.servers;
        this.#words.state("line", "connected");
        if (this.#welcomed) this.#live?.renew();
        this.#welcomed = true;
        return void this.#presses?.resume();
      case "may":
        this.#own?.may(message.version, message.kinds);
        return this.#mirror();
      case "mark":
        return "noMarks" in this.dataset ? undefined : this.#tiles?.mark(message);
      case "elsewhere":
      case "over":
        this.#end();
        return this.#words.end(message.t);
      default:
        return void this.#live?.hear(message);
    }
  }

  /** What the reader sends, as they see it themselves. */
  #mirror() {
    this.toggleAttribute("data-goes-on", this.#own?.any ?? false);
    this.#again.look(this.#own?.has("screen") ?? false);
    for (const kind of ["screen", "camera"]) this.#tiles?.own(kind, this.#own?.picture(kind) ?? null);
    const mute = this.querySelector("[data-mute]");
    if (!(mute instanceof HTMLElement) || !this.#own) return;
    mute.setAttribute("aria-pressed", String(this.#own.muted));
    mute.textContent = this.#words.word(this.#own.muted ? "unmute" : "mute");
    mute.hidden = !this.#own.has("microphone");
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-media]") || !this.#presses) return;
    event.preventDefault();
    void this.#presses.press(form, event.submitter).then(() => this.#mirror());
  }

  /** @param {Event} event */
  #click(event) {
    if (!(event.target instanceof Element) || !this.#own) return;
    if (event.target.closest("[data-again] button")) this.#again.form?.requestSubmit();
    if (!event.target.closest("[data-mute]")) return;
    this.#own.mute(!this.#own.muted);
    this.#mirror();
  }

  #end() {
    this.removeAttribute("data-goes-on");
    this.#own?.stopAll();
    this.#live?.close();
    this.#tiles?.clear();
    this.#line?.close();
    this.#words.end();
  }
}

customElements.define("session-media", SessionMedia);
