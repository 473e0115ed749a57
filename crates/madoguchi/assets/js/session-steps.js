// @ts-check
// A step that ends something is asked about over the room itself: whoever fills in its form is there meanwhile, and what they share
// goes on. The form is that of the step's own page, which stands where there is no script.
import { filled } from "./session-post.js";

/** @param {HTMLElement} root @param {AbortSignal} signal @param {() => void} changed */
export function askOverTheRoom(root, signal, changed) {
  root.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href*='/steps/']") : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void open(root, link, changed);
  }, { signal });
}

/** @param {Document} page */
const stepOf = (page) => page.querySelector("[data-step]");

/** @param {HTMLElement} root @param {HTMLAnchorElement} link @param {() => void} changed */
async function open(root, link, changed) {
  let step = null;
  try {
    const answer = await fetch(link.href, { headers: { "x-live": "1" } });
    step = stepOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { /* the step's own page says what is wrong */ }
  if (!step) {
    root.toggleAttribute("data-leaving", true);
    return void location.assign(link.href);
  }
  const dialog = document.createElement("dialog");
  dialog.className = "step";
  show(dialog, step);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    const back = event.target instanceof Element ? event.target.closest("[data-step-back]") : null;
    if (!back) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.target instanceof HTMLFormElement) void go(root, dialog, event.target, event.submitter, changed);
  });
  root.append(dialog);
  dialog.showModal();
}

/** @param {HTMLDialogElement} dialog @param {Element} step */
function show(dialog, step) {
  const parts = [...document.importNode(step, true).childNodes];
  dialog.replaceChildren(...parts);
  const title = dialog.querySelector("h1");
  const heading = document.createElement("h2");
  heading.id = "step-title";
  heading.textContent = title?.textContent ?? "";
  title?.replaceWith(heading);
  dialog.setAttribute("aria-labelledby", heading.id);
  for (const part of dialog.querySelectorAll(":not(:defined)")) void import(`./${part.localName}.js`);
}

/**
 * @param {HTMLElement} root @param {HTMLDialogElement} dialog @param {HTMLFormElement} form @param {HTMLElement | null} button
 * @param {() => void} changed
 */
async function go(root, dialog, form, button, changed) {
  const told = dialog.querySelector("[data-step-refusal]");
  /** @param {string} words */
  const tell = (words) => {
    if (!(told instanceof HTMLElement)) return;
    told.textContent = words;
    told.hidden = words === "";
  };
  tell("");
  root.toggleAttribute("data-stepping", true);
  try {
    const answer = await fetch(form.action, { method: "POST", body: filled(form, button) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const step = stepOf(page);
    if (!answer.ok && step) {
      show(dialog, step);
      const wrong = dialog.querySelector(".error-summary");
      return wrong instanceof HTMLElement ? wrong.focus() : undefined;
    }
    if (!answer.ok) return tell([...page.querySelectorAll(".empty h1, .empty h1 + p")].map((part) => part.textContent).join(" "));
    dialog.close();
    if (new URL(answer.url).pathname === location.pathname) return;
    root.toggleAttribute("data-leaving", true);
    location.assign(answer.url);
  } catch {
    tell(root.dataset.offline ?? "");
  } finally {
    if (root.dataset.leaving === undefined) {
      root.toggleAttribute("data-stepping", false);
      changed();
    }
  }
}
