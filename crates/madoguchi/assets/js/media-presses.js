// @ts-check
// What a press on a page of a session does with screen, camera and voice: takes them, tells the server, sends; or stops them here,
// and tells the server until it has heard.
import { Cannot, surface, taken } from "./own-media.js";
import { Refused, filled, post } from "./session-post.js";
import { TakenBack } from "./taken-back.js";

/** @type {Record<string, string>} */
const STOPS = { screen: "stop-share", camera: "stop-camera", microphone: "hang-up" };

/** What is said while that is not heard, where it is not that nothing is sent. @type {Record<string, string>} */
const UNHEARD = { recording: "held", pointer: "unheard" };

export class Presses {
  #root;
  #own;
  #words;
  #again;
  #back = new TakenBack();
  #busy = false;

  /**
   * @param {HTMLElement} root
   * @param {import("./own-media.js").OwnMedia} own
   * @param {import("./media-words.js").Words} words
   * @param {import("./media-again.js").Again} again
   */
  constructor(root, own, words, again) {
    this.#root = root;
    this.#own = own;
    this.#words = words;
    this.#again = again;
  }

  /** @param {HTMLFormElement} form @param {HTMLElement | null} button */
  async press(form, button) {
    const { needs = "", ends = "" } = form.dataset;
    const body = filled(form, button);
    this.#words.trouble("");
    if (ends) return this.off(ends, form.action, body);
    if (this.#busy) return;
    this.#busy = true;
    try {
      if (needs) await this.#on(needs, form.dataset.to ?? form.action, body);
      else await post(form.action, body);
    } catch (error) {
      this.#tell(error);
    } finally {
      this.#busy = false;
    }
  }

  /** @param {string} kind @param {string} address @param {URLSearchParams} body */
  async #on(kind, address, body) {
    const stream = await taken(kind);
    try {
      if (kind === "screen") body.set("surface", surface(stream));
      this.#own.send(stream, kind, await post(address, body));
    } catch (error) {
      for (const track of stream.getTracks()) track.stop();
      throw error;
    }
  }

  /**
   * Here at once; at the server as soon as that has heard it. Until then nothing goes out that would be recorded, and no mark is shown.
   * @param {string} kind @param {string} [address] @param {URLSearchParams} [body]
   */
  async off(kind, address, body) {
    if (kind === "recording") this.#own.hold(true);
    else if (kind === "pointer") this.#root.toggleAttribute("data-no-marks", true);
    else this.#own.stop(kind);
    const to = address ?? `${this.#root.dataset.action}/${STOPS[kind]}`;
    const said = body ?? new URLSearchParams({ _token: this.#token() });
    await this.#back.tell(kind, to, said, () => this.#words.trouble(this.#words.word(UNHEARD[kind] ?? "offline")));
    if (kind === "recording") this.#own.hold(false);
    if (kind === "pointer") this.#root.removeAttribute("data-no-marks");
    this.#words.trouble("");
  }

  /** After the page was loaded anew: a camera and a voice that were on go on, a screen has to be chosen by its owner. */
  async resume() {
    // What was taken back on the page before does not go on by itself.
    const back = await this.#back.rest(this.#root.dataset.action ?? "", () => this.#words.trouble(this.#words.word("offline")));
    if (back.length > 0) this.#words.trouble("");
    for (const form of this.#root.querySelectorAll("[data-control] form[data-ends]")) {
      const kind = form instanceof HTMLFormElement ? form.dataset.ends : "";
      if (!kind || !(kind in STOPS) || back.includes(kind) || this.#own.has(kind)) continue;
      if (kind === "screen") {
        await this.off(kind);
        this.#again.offer();
        continue;
      }
      try {
        this.#own.send(await taken(kind), kind, Number(document.querySelector("[data-live=version]")?.textContent));
      } catch (error) {
        await this.off(kind);
        this.#tell(error);
      }
    }
  }

  #token() {
    const field = document.querySelector("input[name=_token]");
    return field instanceof HTMLInputElement ? field.value : "";
  }

  /** @param {unknown} error */
  #tell(error) {
    if (error instanceof Refused) this.#words.trouble(error.message || this.#words.word("failed"));
    else this.#words.trouble(this.#words.word(error instanceof Cannot ? error.message : "failed"));
  }
}
