// @ts-check
// A form of a session's page, sent without leaving the page: what is shared or said goes on.

/** The page's own words for why not. */
export class Refused extends Error {}

/**
 * Gives the version of the session after it. Where the line is gone, fetch's own error comes.
 * @param {string} address @param {URLSearchParams} body @returns {Promise<number>}
 */
export async function post(address, body) {
  const answer = await fetch(address, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok) throw new Refused([...page.querySelectorAll(".empty h1, .empty h1 + p")].map((part) => part.textContent).join(" "));
  return Number(page.querySelector("[data-live=version]")?.textContent);
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} [button] */
export function filled(form, button) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  if (button instanceof HTMLButtonElement && button.name) body.append(button.name, button.value);
  return body;
}
