// @ts-check
// What pages and documents put on the clipboard, as the marks that we render. It is read without being shown: nothing of it runs
// and nothing is fetched.

const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "ADDRESS", "DL", "DT", "DD", "FIGURE", "FIGCAPTION"]);
const NOTHING = new Set(["HEAD", "STYLE", "SCRIPT", "TEMPLATE", "TITLE", "META", "LINK", "NOSCRIPT", "SVG", "IFRAME", "OBJECT", "INPUT", "BUTTON", "SELECT"]);

/** @param {string} html @returns {string} */
export function marked(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return tidy(inside(body));
}

/** No more than one empty line, none at the ends. @param {string} text */
function tidy(text) {
  return text.replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}

/** @param {Node} node @returns {string} */
function inside(node) {
  return [...node.childNodes].map(one).join("");
}

/** @param {Node} node @returns {string} */
function one(node) {
  if (node instanceof Text) return plainly(node.data.replace(/[\s\u200b]+/g, (space) => (/[\u3000]/.test(space) ? space : " ")));
  if (!(node instanceof HTMLElement) || NOTHING.has(node.tagName) || node.hidden) return "";
  const style = node.getAttribute("style") ?? "";
  // The bullet that a word processor draws is none of the text.
  if (/mso-list:\s*ignore/i.test(style) || /display:\s*none/i.test(style)) return "";
  const name = node.tagName;
  if (name === "BR") return "\n";
  if (name === "HR") return "\n\n---\n\n";
  if (name === "PRE") return block((node.textContent ?? "").replace(/\n$/, ""));
  if (name === "CODE" || name === "TT" || name === "KBD" || name === "SAMP") return code(node.textContent ?? "");
  if (name === "IMG") return plainly(node.getAttribute("alt") ?? "");
  if (/^H[1-6]$/.test(name)) return `\n\n${wrapped(tidy(inside(node)).replace(/\n/g, " "), "**")}\n\n`;
  if (name === "UL" || name === "OL") return `\n\n${list(node)}\n\n`;
  if (name === "BLOCKQUOTE") return `\n\n${tidy(inside(node)).split("\n").map((line) => `> ${line}`).join("\n")}\n\n`;
  if (name === "TABLE") return `\n\n${table(node)}\n\n`;
  if (name === "A") return link(node);
  if (BLOCKS.has(name)) {
    const text = tidy(inside(node));
    return /mso-list:\s*l\d/i.test(style) || /^MsoListParagraph/.test(node.className) ? `\n- ${text.replace(/\n/g, " ")}\n` : `\n\n${text}\n\n`;
  }
  return emphasis(node, name, style);
}

/** @param {HTMLElement} node @param {string} name @param {string} style */
function emphasis(node, name, style) {
  const weight = /font-weight:\s*(\w+)/i.exec(style)?.[1] ?? "";
  const light = weight === "normal" || Number(weight) > 0 && Number(weight) < 600;
  const bold = weight === "bold" || weight === "bolder" || Number(weight) >= 600 || (name === "B" || name === "STRONG") && !light;
  const italic = /font-style:\s*italic/i.test(style) || (name === "I" || name === "EM") && !/font-style:\s*normal/i.test(style);
  const gone = name === "S" || name === "DEL" || name === "STRIKE";
  let text = inside(node);
  if (gone) text = wrapped(text, "~~");
  if (italic) text = wrapped(text, "*");
  return bold ? wrapped(text, "**") : text;
}

/** Marks stand at words, not at spaces; what holds lines or marks alike is left alone. @param {string} text @param {string} mark */
function wrapped(text, mark) {
  const [, lead, words, tail] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? ["", "", text, ""];
  if (words === "" || words.includes("\n") || words.startsWith(mark)) return text;
  return `${lead}${mark}${words}${mark}${tail}`;
}

/** @param {HTMLElement} node */
function link(node) {
  const text = tidy(inside(node)).replace(/\n/g, " ");
  const to = node.getAttribute("href") ?? "";
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(to)) return text;
  const address = to.replace(/[\s<>()\\]/g, (c) => encodeURIComponent(c).replace("(", "%28").replace(")", "%29"));
  const bare = (node.textContent ?? "").trim();
  return text === "" || bare === to ? to : `[${text}](${address})`;
}

/** What stands as it is written, between more marks than it holds itself. @param {string} text */
function block(text) {
  const most = Math.max(2, ...[...text.matchAll(/`+/g)].map(([marks]) => marks.length));
  const fence = "`".repeat(most + 1);
  return `\n\n${fence}\n${text}\n${fence}\n\n`;
}

/** @param {string} text */
function code(text) {
  const plain = text.replace(/\s+/g, " ");
  if (plain.trim() === "") return plain;
  return plain.includes("`") ? `\`\` ${plain} \`\`` : `\`${plain}\``;
}

/** @param {HTMLElement} node */
function list(node) {
  const ordered = node.tagName === "OL";
  const items = [...node.children].map((child) => {
    // Some editors put a list beside the item that it belongs to.
    if (child instanceof HTMLElement && (child.tagName === "UL" || child.tagName === "OL")) return list(child).replace(/^/gm, "  ");
    return tidy(inside(child)).replace(/\n{2,}/g, "\n");
  }).filter((text) => text !== "");
  let n = 0;
  return items.map((text) => {
    if (/^ {2}(-|\d+\.) /.test(text)) return text;
    n += 1;
    const mark = ordered ? `${n}. ` : "- ";
    return mark + text.replace(/\n/g, `\n${" ".repeat(mark.length)}`);
  }).join("\n");
}

/** @param {HTMLElement} node */
function table(node) {
  const rows = [...node.querySelectorAll("tr")].filter((row) => row.closest("table") === node);
  const cells = rows.map((row) => [...row.children].map((cell) => tidy(inside(cell)).replace(/\n+/g, " ")));
  const parted = (/** @type {string} */ cell) => cell.replace(/\|/g, "\\|");
  const width = Math.max(0, ...cells.map((row) => row.length));
  // One column, or one row, is no table but text.
  if (width < 2 || cells.length < 2) return cells.flat().join("\n\n");
  const line = (/** @type {string[]} */ row) => `| ${Array.from({ length: width }, (_, n) => parted(row[n] ?? "")).join(" | ")} |`;
  return [line(cells[0]), `|${" --- |".repeat(width)}`, ...cells.slice(1).map(line)].join("\n");
}

/** Words that mean themselves. @param {string} text */
function plainly(text) {
  return text.replace(/[\\`*[\]<~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (c) => `\\${c}`);
}
