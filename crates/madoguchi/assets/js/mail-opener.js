// @ts-check
/**
 * <mail-opener data-opens><a href="mailto:…">…</a></mail-opener>
 *
 * Opens the mail program by itself, once: a reload of the page opens it no more.
 */
class MailOpener extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a");
    const address = new URL(location.href);
    if (!link || this.dataset.opens === undefined || !address.searchParams.has("opens")) return;
    address.searchParams.delete("opens");
    history.replaceState(history.state, "", address);
    link.click();
  }
}

customElements.define("mail-opener", MailOpener);
