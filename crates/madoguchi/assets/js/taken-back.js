// @ts-check
// What a customer takes back (L9) counts here at once, whatever the network does, and is told to the server until that has heard it:
// through broken lines, answers that it cannot just now, and a reload of the page.
import { Refused, post } from "./session-post.js";

const AGAIN = 2000;
const KEPT = "taken-back";

/** What is told: of which kind, to which address, in which words. @typedef {[string, string, string]} Told */

/** @returns {Told[]} */
const kept = () => {
  try { return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"); } catch { return []; }
};

export class TakenBack {
  /** What is being told. @type {Map<string, Promise<void>>} */
  #telling = new Map();

  /** Told again by the page that comes after this one. @param {Told} told @param {boolean} on */
  #keep(told, on) {
    const others = kept().filter((other) => other.join() !== told.join());
    try { sessionStorage.setItem(KEPT, JSON.stringify(on ? [...others, told] : others)); } catch { /* it lasts as long as the page, then */ }
  }

  /**
   * Comes back once it was heard, however often it is said.
   * @param {string} kind @param {string} address @param {URLSearchParams} body @param {() => void} unheard
   */
  tell(kind, address, body, unheard) {
    /** @type {Told} */
    const told = [kind, address, body.toString()];
    const name = told.join();
    const telling = this.#telling.get(name) ?? this.#until(told, unheard).finally(() => this.#telling.delete(name));
    this.#telling.set(name, telling);
    return telling;
  }

  /** @param {Told} told @param {() => void} unheard */
  async #until(told, unheard) {
    const [, address, said] = told;
    this.#keep(told, true);
    for (;;) {
      try {
        await post(address, new URLSearchParams(said));
        break;
      } catch (error) {
        // What is over already needs no word.
        if (error instanceof Refused && !error.unheard) break;
        unheard();
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
      }
    }
    this.#keep(told, false);
  }

  /** What the page before this one could not tell any more; gives the kinds. @param {string} root @param {() => void} unheard */
  async rest(root, unheard) {
    const ours = kept().filter(([, address]) => new URL(address, location.href).pathname.startsWith(`${root}/`));
    await Promise.all(ours.map(([kind, address, said]) => this.tell(kind, address, new URLSearchParams(said), unheard)));
    return ours.map(([kind]) => kind);
  }
}
