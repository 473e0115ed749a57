// @ts-check
// Writing marks into a text field; fetched when somebody begins to write.
export { marked } from "./pasted-text.js";

const WRAPS = new Map([["bold", "**"], ["italic", "*"]]);
const STARTS = new Map([["list", "- "], ["quote", "> "]]);

/** Writes a mark around what is chosen, or takes it away. @param {HTMLTextAreaElement} area @param {string} does */
export function write(area, does) {
  const wrap = WRAPS.get(does);
  const start = STARTS.get(does);
  if (wrap) around(area, wrap);
  else if (start) before(area, () => start, (line) => (line.startsWith(start) ? start.length : 0));
  else if (does === "numbers") before(area, (n) => `${n}. `, (line) => /^\d+[.)] /.exec(line)?.[0].length ?? 0);
  else if (does === "code") code(area);
  else if (does === "link") link(area);
}

/** @param {HTMLTextAreaElement} area @param {string} mark */
function around(area, mark) {
  const { value } = area;
  let [from, to] = [area.selectionStart, area.selectionEnd];
  while (from < to && /\s/.test(value[from])) from += 1;
  while (to > from && /\s/.test(value[to - 1])) to -= 1;
  const chosen = value.slice(from, to);
  const n = mark.length;
  const is = (/** @type {number} */ at) => value.slice(at, at + n) === mark && value[at + n] !== "*" && value[at - 1] !== "*";
  if (is(from - n) && is(to)) return put(area, from - n, to + n, chosen, [from - n, to - n]);
  const lines = chosen.split("\n").map((line) => (line.trim() === "" && chosen !== "" ? line : `${mark}${line}${mark}`));
  const text = lines.join("\n");
  put(area, from, to, text, lines.length > 1 ? [from, from + text.length] : [from + n, to + n]);
}

/**
 * What each line begins with, by its number from 1; or takes it away where all lines begin so.
 * @param {HTMLTextAreaElement} area @param {(number: number) => string} start @param {(line: string) => number} begins
 */
function before(area, start, begins) {
  const { value } = area;
  const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = value.indexOf("\n", area.selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const all = lines.every((line) => begins(line) > 0);
  const text = lines.map((line, place) => (all ? line.slice(begins(line)) : start(place + 1) + line)).join("\n");
  const caret = from + text.length;
  put(area, from, to, text, lines.length > 1 ? [from, caret] : [caret, caret]);
}

/** @param {HTMLTextAreaElement} area */
function code(area) {
  const [from, to] = [area.selectionStart, area.selectionEnd];
  const chosen = area.value.slice(from, to);
  if (!chosen.includes("\n")) return around(area, "`");
  const lead = from > 0 && area.value[from - 1] !== "\n" ? "\n" : "";
  put(area, from, to, `${lead}\`\`\`\n${chosen.replace(/\n$/, "")}\n\`\`\`\n`);
}

/** @param {HTMLTextAreaElement} area */
function link(area) {
  const [from, to] = [area.selectionStart, area.selectionEnd];
  const chosen = area.value.slice(from, to).trim();
  if (/^https?:\/\/\S+$/.test(chosen)) return put(area, from, to, `[](${chosen})`, [from + 1, from + 1]);
  const at = from + chosen.length + 3;
  put(area, from, to, `[${chosen}](https://)`, chosen === "" ? [from + 1, from + 1] : [at, at + "https://".length]);
}

/**
 * As if it were typed: undo takes it back, and who listens hears of it.
 * @param {HTMLTextAreaElement} area @param {number} from @param {number} to @param {string} text @param {[number, number]} [chosen]
 */
export function put(area, from, to, text, chosen) {
  area.focus();
  area.setSelectionRange(from, to);
  const done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
  if (!done) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  if (chosen) area.setSelectionRange(...chosen);
}
