// @ts-check
// The words that a page of a session has for its media, and how its connections stand.

/** So long it may take to connect before more is said. */
const PATIENCE = 15_000;

export class Words {
  #root;
  /** @type {Set<string>} */
  #broken = new Set();
  #patience = 0;

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

  /** One of the connections stands, or is broken. @param {string} what @param {boolean} stands */
  state(what, stands) {
    if (stands) this.#broken.delete(what);
    else this.#broken.add(what);
    clearTimeout(this.#patience);
    this.say("[data-state]", this.word(this.#broken.size === 0 ? "on" : "again"));
    if (this.#broken.size > 0) this.#patience = setTimeout(() => this.say("[data-state]", this.word("blocked")), PATIENCE);
  }

  /** Nothing is connected any more, for this reason. @param {string} [name] */
  end(name) {
    clearTimeout(this.#patience);
    if (name) this.say("[data-state]", this.word(name));
  }
}
