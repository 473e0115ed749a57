// @ts-check
// What is seen and heard in a session: a tile for each screen and camera, and voices that have none.
import { Marks } from "./media-marks.js";

export class Tiles {
  #place;
  #word;
  #point;
  /** @type {Map<string, { figure: HTMLElement | null, player: HTMLMediaElement, marks: Marks | null }>} */
  #all = new Map();

  /**
   * @param {HTMLElement} place
   * @param {(name: string, who?: string) => string} word
   * @param {(mark: { x: number, y: number, draws: boolean }) => void} point
   */
  constructor(place, word, point) {
    this.#place = place;
    this.#word = word;
    this.#point = point;
  }

  /** @param {{ track: number, from: number, kind: string, media: MediaStreamTrack }} item */
  show({ track, from, kind, media }) {
    const who = document.querySelector(`[data-seat="${from}"] b`)?.textContent ?? "";
    this.#add(`t${track}`, kind, media, this.#word(kind, who));
  }

  /** @param {number} track */
  hide(track) {
    this.#remove(`t${track}`);
  }

  /** What the reader sends, shown to them as well. @param {string} kind @param {MediaStreamTrack | null} media */
  own(kind, media) {
    const shown = this.#all.get(kind);
    if (shown && media && shown.player.srcObject instanceof MediaStream && shown.player.srcObject.getTracks()[0] === media) return;
    this.#remove(kind);
    if (media) this.#add(kind, kind, media, this.#word(`own-${kind}`), true);
  }

  /** A mark on what is shared. @param {{ x: number, y: number, draws: boolean }} mark */
  mark(mark) {
    for (const { figure, marks } of this.#all.values()) {
      if (!marks || !figure) continue;
      figure.hidden = false;
      marks.add(mark);
    }
  }

  /** The reader points, or does not. @param {boolean} points */
  points(points) {
    for (const [key, { marks }] of this.#all) if (key.startsWith("t")) marks?.point(points ? this.#point : null);
  }

  clear() {
    for (const key of [...this.#all.keys()]) this.#remove(key);
  }

  /** @param {string} key @param {string} kind @param {MediaStreamTrack} media @param {string} words @param {boolean} [own] */
  #add(key, kind, media, words, own = false) {
    this.#remove(key);
    const player = document.createElement(media.kind === "audio" ? "audio" : "video");
    player.autoplay = true;
    player.srcObject = new MediaStream([media]);
    if (!(player instanceof HTMLVideoElement)) {
      this.#place.append(player);
      this.#all.set(key, { figure: null, player, marks: null });
      player.play().catch(() => this.#offerSound());
      return;
    }
    player.muted = true;
    player.playsInline = true;
    const figure = document.createElement("figure");
    figure.className = "tile";
    figure.dataset.kind = own ? `own-${kind}` : kind;
    const caption = document.createElement("figcaption");
    caption.textContent = words;
    caption.dataset.people = "";
    player.setAttribute("aria-label", words);
    const frame = document.createElement("div");
    frame.className = "tile-picture";
    frame.append(player);
    frame.dataset.waits = this.#word("waits");
    player.addEventListener("loadeddata", () => frame.removeAttribute("data-waits"), { once: true });
    const marks = kind === "screen" ? new Marks(frame, player, this.#word("point-help")) : null;
    // One's own screen is before one's eyes already; it is shown when somebody points at it.
    figure.hidden = own && kind === "screen";
    if (kind === "screen" && !own) caption.append(this.#larger(frame));
    figure.append(frame, caption);
    if (kind === "screen") this.#place.prepend(figure);
    else this.#place.append(figure);
    this.#all.set(key, { figure, player, marks });
    player.play().catch(() => undefined);
  }

  /** @param {HTMLElement} frame */
  #larger(frame) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-quiet";
    button.textContent = this.#word("larger");
    button.onclick = () => void frame.requestFullscreen?.().catch(() => undefined);
    return button;
  }

  /** A browser that plays nothing before somebody has pressed something is given something to press. */
  #offerSound() {
    if (this.#place.querySelector("[data-sound]")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-primary";
    button.dataset.sound = "";
    button.textContent = this.#word("sound");
    button.onclick = () => {
      for (const { player } of this.#all.values()) void player.play().catch(() => undefined);
      button.remove();
    };
    this.#place.prepend(button);
  }

  /** @param {string} key */
  #remove(key) {
    const shown = this.#all.get(key);
    if (!shown) return;
    this.#all.delete(key);
    shown.marks?.end();
    shown.player.srcObject = null;
    (shown.figure ?? shown.player).remove();
  }
}
