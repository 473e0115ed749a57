// @ts-check
// Parts of a page that are exchanged when something changed: what they say, and what of them stays as its reader left it.

/**
 * What a part says, without what differs from one moment to the next or was unfolded by its reader.
 * @param {Element | null} part
 */
export function said(part) {
  if (!part) return "";
  const copy = /** @type {Element} */ (part.cloneNode(true));
  for (const fold of copy.querySelectorAll("details")) fold.removeAttribute("open");
  for (const time of copy.querySelectorAll("time")) {
    if (time.hasAttribute("datetime")) time.textContent = "";
  }
  // Of seconds that are counted down, only that they are.
  for (const left of copy.querySelectorAll("[data-left]")) left.textContent = "";
  for (const hidden of copy.querySelectorAll("input[type=hidden]")) hidden.removeAttribute("value");
  return copy.innerHTML;
}

/** The same fold of two pages has the same name. @param {HTMLDetailsElement} fold */
function nameOf(fold) {
  return fold.id || (fold.querySelector("summary")?.textContent ?? "").trim();
}

/**
 * Puts a part as it is now in its place; what its reader has unfolded or folded stays so.
 * @param {HTMLElement} part @param {Element} other
 */
export function exchange(part, other) {
  const folds = new Map([...part.querySelectorAll("details")].map((fold) => [nameOf(fold), fold.open]));
  part.innerHTML = other.innerHTML;
  for (const { name, value } of other.attributes) part.setAttribute(name, value);
  for (const fold of part.querySelectorAll("details")) {
    const was = folds.get(nameOf(fold));
    if (was !== undefined) fold.open = was;
  }
}
