// @ts-check
// A stream of a page's that comes back. A browser does that by itself where the line was cut, and gives up for good where the server
// answers anything else than a stream: then it is opened anew, ever less often.

const FIRST = 1000;
const LONGEST = 30_000;

export class PageStream {
  /** @type {EventSource | null} */
  #source = null;
  #address;
  #hears;
  #wait = FIRST;
  #timer = 0;

  /** @param {string} address @param {Record<string, () => void>} hears What to do, by the name of an event; `refused` where none came. */
  constructor(address, hears) {
    this.#address = address;
    this.#hears = hears;
    this.#open();
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #open() {
    const source = new EventSource(this.#address);
    this.#source = source;
    source.onopen = () => { this.#wait = FIRST; };
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      this.#timer = setTimeout(() => this.#open(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST);
      this.#hears.refused?.();
    };
    for (const [name, then] of Object.entries(this.#hears)) if (name !== "refused") source.addEventListener(name, then);
  }
}
