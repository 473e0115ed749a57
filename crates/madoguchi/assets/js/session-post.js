// @ts-check
// A form of a session's page, sent without leaving the page: what is shared or said goes on.

/** The page's own words for why not. */
export class Refused extends Error {
  /** It was not heard: the server cannot just now, or takes no more for a while. */
  unheard;

  /** @param {string} words @param {number} status */
  constructor(words, status) {
    super(words);
    this.unheard = status === 429 || status >= 500;
  }
}

/**
 * Gives the page that answers. Where the line is gone, fetch's own error comes.
 * @param {string} address @param {URLSearchParams} body
 */
export async function sent(address, body) {
  const answer = await fetch(address, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok) throw new Refused([...page.querySelectorAll(".empty h1, .empty h1 + p")].map((part) => part.textContent).join(" "), answer.status);
  return page;
}

/**
 * Gives the version of the session after it.
 * @param {string} address @param {URLSearchParams} body
 */
export async function post(address, body) {
  const page = await sent(address, body);
  return Number(page.querySelector("[data-live=version]")?.textContent);
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} [button] */
export function filled(form, button) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  if (button instanceof HTMLButtonElement && button.name) body.append(button.name, button.value);
  return body;
}
