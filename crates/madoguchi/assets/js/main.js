// @ts-check
// What staff's pages need; a page names one script of its side, this one, `portal.js` or `outside.js`. Each import defines one
// custom element; none knows another, and every page works when none of them arrives.
import "./bulk-bar.js";
import "./command-palette.js";
import "./copy-text.js";
import "./dependent-field.js";
import "./due-times.js";
import "./held-answer.js";
import "./kept-draft.js";
import "./key-list.js";
import "./live-region.js";
import "./local-menu.js";
import "./once-form.js";
import "./peek-pane.js";
import "./reply-box.js";
import "./theme-choice.js";

// What few pages need is fetched where it stands, in one file, and never put there by what follows the case.
/** @type {string[]} */
const wanted = [];
for (const name of ["article-images", "case-taking", "colleague-names", "device-check", "file-picker", "file-progress", "late-part", "mail-opener", "picture-look", "promise-preview", "send-label", "session-calls", "session-media", "session-player", "session-room", "text-count", "text-tools", "unsaved-form", "voice-field"]) {
  if (document.querySelector(name)) wanted.push(name);
}
if (wanted.length > 0) void import(`./${wanted.join("+")}.js`);
