// @ts-check
// What pages need where nobody is signed in.
import "./local-menu.js";
import "./once-form.js";
import "./theme-choice.js";

// What few pages need is fetched where it stands.
if (document.querySelector("session-room")) void import("./session-room.js");
