// @ts-check
// What pages need where nobody is signed in.
import "./local-menu.js";
import "./once-form.js";
import "./theme-choice.js";

// What few pages need is fetched where it stands, in one file.
/** @type {string[]} */
const wanted = [];
for (const name of ["device-check", "file-picker", "session-media", "session-room", "voice-field"]) {
  if (document.querySelector(name)) wanted.push(name);
}
if (wanted.length > 0) void import(`./${wanted.join("+")}.js`);
