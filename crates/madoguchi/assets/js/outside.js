// @ts-check
// What pages need where nobody is signed in.
import "./local-menu.js";
import "./once-form.js";
import "./theme-choice.js";

// What few pages need is fetched where it stands.
for (const name of ["device-check", "file-picker", "session-media", "session-room", "voice-field"]) {
  if (document.querySelector(name)) void import(`./${name}.js`);
}
