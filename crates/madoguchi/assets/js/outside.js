// @ts-check
// What pages need where nobody is signed in.
import "./local-menu.js";
import "./once-form.js";
import "./theme-choice.js";
