// @ts-check
// What the customers' pages need.
import "./copy-text.js";
import "./dependent-field.js";
import "./due-times.js";
import "./file-progress.js";
import "./held-answer.js";
import "./kept-draft.js";
import "./live-region.js";
import "./local-menu.js";
import "./once-form.js";
import "./promise-preview.js";
import "./reply-box.js";
import "./theme-choice.js";
import "./unsaved-form.js";
