// @ts-check
// Whoever leaves a page of a session while something goes on that ends with the page is asked first: what they share, a recording that
// they lead, a file on its way. By what the page itself offers to leave, such as passing control, they leave as they meant to.

const MAIL_OPENS = 2000;
const GOES_ON = "[data-goes-on], .file-waiting[data-state=going]";

/** @param {HTMLElement} root @param {AbortSignal} signal */
export function askBeforeLeaving(root, signal) {
  let meant = false;
  /** @param {Event} event */
  const means = (event) => queueMicrotask(() => { meant ||= !event.defaultPrevented; });
  root.addEventListener("submit", means, { signal });
  root.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]:not([download], [target])") : null;
    if (!link) return;
    means(event);
    // A mail program opens beside the page, which stays: browsers ask all the same, and the next time it is a question again.
    if (link.matches("[href^=mailto]")) setTimeout(() => { meant = false; }, MAIL_OPENS);
  }, { signal });
  addEventListener("pageshow", () => { meant = false; }, { signal });
  addEventListener("beforeunload", (event) => {
    if (!meant && root.dataset.leaving === undefined && root.querySelector(GOES_ON)) event.preventDefault();
  }, { signal });
}
