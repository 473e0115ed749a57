// @ts-check
// What a chosen file looks like among those that wait, and whether it can go at all: told before a byte of it is sent.

/**
 * The row of a file, with a button that takes it away again.
 * @param {File} file @param {string} off @param {() => void} away
 */
export function rowOf(file, off, away) {
  const row = document.createElement("li");
  row.className = "file-waiting";
  row.dataset.state = "going";
  row.innerHTML = '<span class="file-name"></span><span class="file-size" data-progress></span>';
  row.firstElementChild?.append(file.name);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "as-link";
  button.textContent = off;
  button.setAttribute("aria-label", `${off} ${file.name}`);
  button.addEventListener("click", away);
  row.append(button);
  return row;
}

/**
 * Why a file cannot go, in words; empty where it can, or where only the server knows.
 * @param {File} file @param {HTMLElement} picker
 */
export function notTaken(file, picker) {
  const { most, largest, empty, large, many, kind } = picker.dataset;
  const types = picker.querySelector("input[type=file]")?.getAttribute("accept")?.toLowerCase().split(",") ?? [];
  const named = (/** @type {string} */ text) => text.replace("{name}", () => file.name);
  const fits = types.some((type) => type !== "" && file.name.toLowerCase().endsWith(type));
  if (kind && !fits) return named(kind);
  if (empty && file.size === 0) return named(empty);
  if (large && file.size > Number(largest)) return named(large);
  const others = picker.querySelectorAll("[data-waiting] > li:not([data-state=refused])");
  const go = [...others].filter((row) => row.querySelector("input[type=checkbox]:not(:checked)") === null);
  return many && go.length >= Number(most) ? many : "";
}
