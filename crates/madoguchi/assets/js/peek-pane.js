// @ts-check
/**
 * <peek-pane data-seen-after="2000"><section class="peek peek-side" hidden><button type="button" data-close> <div data-part></div></section></peek-pane>   beside a list whose rows have
 *   <a data-act="peek" href="/staff/cases/…/peek">
 *
 * Shows beside the list what such a link leads to; the same link closes it, and so does Escape. While it is open it follows
 * the row with the focus, which stays where it is. After a while the case counts as read: the form of the part says so.
 */
const SEEN = 2000;

class PeekPane extends HTMLElement {
  #limits = new AbortController();
  #request = new AbortController();
  #shown = "";
  #timer = 0;

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[data-act=peek]") : null;
      if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (this.#shown === link.href) this.#close();
      else void this.#show(link);
    }, { signal });
    this.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-close]")) this.#close();
    }, { signal });
    document.addEventListener("focusin", (event) => {
      const row = event.target instanceof Element && this.#shown !== "" ? event.target.closest("tr") : null;
      const link = row?.querySelector("a[data-act=peek]");
      if (link instanceof HTMLAnchorElement && link.href !== this.#shown) void this.#show(link);
    }, { signal });
    document.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229 || event.key !== "Escape" || this.#shown === "") return;
      if (!document.querySelector("dialog[open]")) this.#close();
    }, { signal });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#limits.abort();
    this.#request.abort();
  }

  get #pane() {
    const pane = this.querySelector(".peek-side");
    return pane instanceof HTMLElement ? pane : null;
  }

  #close() {
    clearTimeout(this.#timer);
    this.#request.abort();
    this.#shown = "";
    if (this.#pane) this.#pane.hidden = true;
  }

  /** @param {HTMLAnchorElement} link */
  async #show(link) {
    const pane = this.#pane;
    if (!pane) return;
    clearTimeout(this.#timer);
    this.#request.abort();
    this.#request = new AbortController();
    this.#shown = link.href;
    try {
      const answer = await fetch(link.href, { headers: { "x-part": "peek" }, signal: this.#request.signal });
      if (!answer.ok || answer.redirected) location.assign(link.href);
      else {
        const part = pane.querySelector("[data-part]") ?? pane;
        part.innerHTML = await answer.text();
        pane.hidden = false;
        pane.scrollTop = 0;
        const form = pane.querySelector("form[data-seen]");
        if (form instanceof HTMLFormElement) this.#timer = window.setTimeout(() => void this.#seen(form, link), SEEN);
      }
    } catch (error) {
      if (!(error instanceof DOMException)) location.assign(link.href);
    }
  }

  /** @param {HTMLFormElement} form @param {HTMLAnchorElement} link */
  async #seen(form, link) {
    const body = new URLSearchParams({ _quiet: "1" });
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (!answer.ok) return;
      const row = link.closest("tr");
      row?.removeAttribute("data-unread");
      row?.querySelector(".unread")?.remove();
      form.remove();
    } catch { /* it stays unread */ }
  }
}

customElements.define("peek-pane", PeekPane);
