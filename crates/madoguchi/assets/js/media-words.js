// @ts-check
// The words that a page of a session has for its media, and how its connections stand.

/** So long it may take to connect before more is said. */
const PATIENCE = 10_000;

export class Words {
  #root;
  /** What does not stand, and how that is said. @type {Map<string, "connecting" | "again">} */
  #broken = new Map();
  #patience = 0;
  #blocked = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {string} name @param {string} [who] */
  word(name, who = "") {
    const words = this.#root.querySelector("template");
    const text = words instanceof HTMLTemplateElement ? words.content.querySelector(`[data-word="${name}"]`)?.textContent : "";
    return (text ?? "").replace("{name}", who);
  }

  /** @param {string} selector @param {string} text */
  say(selector, text) {
    const place = this.#root.querySelector(selector);
    if (!(place instanceof HTMLElement)) return;
    if (place.textContent !== text) place.textContent = text;
    place.hidden = text === "";
  }

  /** @param {string} text */
  trouble(text) {
    this.say("[data-trouble]", text);
  }

  /** How one of the connections stands by now. @param {string} what @param {string} to */
  state(what, to) {
    if (to === "connected" || to === "closed") this.#broken.delete(what);
    else if (to === "reconnecting" || !this.#broken.has(what)) this.#broken.set(what, to === "connecting" ? "connecting" : "again");
    if (this.#broken.size === 0) return this.end("on");
    // It tries again and again; what is said by then stays until it stands.
    if (this.#blocked) return;
    const all = [...this.#broken.values()];
    this.say("[data-state]", this.word(all.includes("again") ? "again" : "connecting"));
    this.#patience ||= setTimeout(() => {
      this.#warn(true);
      this.say("[data-state]", this.word("blocked"));
    }, PATIENCE);
  }

  /** Nothing is waited for any more. @param {string} [name] */
  end(name) {
    clearTimeout(this.#patience);
    this.#patience = 0;
    this.#warn(false);
    if (name) this.say("[data-state]", this.word(name));
  }

  /** @param {boolean} blocked */
  #warn(blocked) {
    this.#blocked = blocked;
    const place = this.#root.querySelector("[data-state]");
    if (!(place instanceof HTMLElement)) return;
    place.classList.toggle("notice", blocked);
    place.dataset.kind = blocked ? "warn" : "";
  }
}
