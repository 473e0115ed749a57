// @ts-check
// A page that was loaded anew shares nothing any more, and a browser gives a screen only for a press: what was shared before goes on
// by one press, as long as its owner may share.

export class Again {
  #root;
  #waits = false;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** What shares a screen on this page; nothing where its reader may not. */
  get form() {
    const form = this.#root.querySelector("[data-control] form[data-needs=screen]");
    return form instanceof HTMLFormElement ? form : null;
  }

  /** Something that was shared has ended with the page before. */
  offer() {
    this.#waits = true;
    this.look(false);
  }

  /** The page around has changed. @param {boolean} shares */
  look(shares) {
    if (shares) this.#waits = false;
    const place = this.#root.querySelector("[data-again]");
    if (place instanceof HTMLElement) place.hidden = !this.#waits || !this.form;
  }
}
