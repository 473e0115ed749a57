// @ts-check
// What the customers' pages need.
import "./dependent-field.js";
import "./due-times.js";
import "./held-answer.js";
import "./kept-draft.js";
import "./local-menu.js";
import "./once-form.js";
import "./reply-box.js";
import "./theme-choice.js";

// What few pages need is fetched where it stands, in one file, and never put there by what follows the case.
/** @type {string[]} */
const wanted = [];
for (const name of ["article-hints", "copy-text", "device-check", "file-picker", "file-progress", "live-region", "picture-look", "promise-preview", "session-media", "session-player", "session-room", "text-tools", "unsaved-form", "voice-field"]) {
  if (document.querySelector(name)) wanted.push(name);
}
if (wanted.length > 0) void import(`./${wanted.join("+")}.js`);
