// @ts-check
/**
 * <session-player data-length="ms" data-play data-pause> with figures of [data-from][data-lasts] in milliseconds, a bar and marks.
 *
 * Runs all tracks of a recording on one clock: each plays while the clock is in it and is brought back when it drifts; where one
 * waits for its bytes, all wait; where nothing was recorded, the clock goes on to what comes next. Without script each track has
 * its own controls.
 */
const DRIFT = 0.3;
const KEYS = new Map([["ArrowLeft", -5000], ["ArrowRight", 5000], ["j", -10000], ["l", 10000]]);

/** @param {number} ms */
const clock = (ms) => {
  const all = Math.floor(ms / 1000);
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

class SessionPlayer extends HTMLElement {
  /** @type {{ figure: HTMLElement, media: HTMLMediaElement, from: number, to: number }[]} */
  #tracks = [];
  #at = 0;
  #length = 0;
  #last = 0;
  #playing = false;
  #speed = 1;
  #limits = new AbortController();

  connectedCallback() {
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    this.#length = Number(this.dataset.length);
    for (const figure of this.querySelectorAll("[data-from]")) {
      const media = figure.querySelector("video, audio");
      if (!(figure instanceof HTMLElement) || !(media instanceof HTMLMediaElement)) continue;
      media.controls = false;
      const from = Number(figure.dataset.from);
      this.#tracks.push({ figure, media, from, to: from + Number(figure.dataset.lasts) });
    }
    for (const bar of this.querySelectorAll("[data-bar]")) bar.removeAttribute("hidden");
    for (const mark of this.querySelectorAll("[data-at]")) this.#makeMark(mark);
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("input", (event) => this.#input(event), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.toggleAttribute("data-ready", true);
    this.#seek(0);
    const step = () => {
      if (!signal.aborted) requestAnimationFrame(step);
      this.#step();
    };
    step();
  }

  disconnectedCallback() { this.#limits.abort(); }

  /** A moment becomes a place to go to. @param {Element} mark */
  #makeMark(mark) {
    const when = mark.querySelector(".player-when");
    if (!when) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "as-link player-when";
    button.textContent = clock(Math.min(Number(mark.getAttribute("data-at")), this.#length));
    when.replaceWith(button);
  }

  /** @param {Event} event */
  #click(event) {
    const target = event.target instanceof Element ? event.target : null;
    const mark = target?.closest("button.player-when")?.closest("[data-at]");
    const skip = target?.closest("[data-skip]")?.getAttribute("data-skip");
    if (mark) this.#seek(Number(mark.getAttribute("data-at")));
    else if (skip) this.#seek(this.#at + Number(skip));
    else if (target?.closest("[data-toggle], video")) this.#play(!this.#playing);
  }

  /** @param {Event} event */
  #input(event) {
    if (event.target instanceof HTMLInputElement) this.#seek(Number(event.target.value));
    if (event.target instanceof HTMLSelectElement) this.#speed = Number(event.target.value);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || target?.closest("input, select, textarea, button, a, summary")) return;
    const skip = KEYS.get(event.key);
    if (skip) this.#seek(this.#at + skip);
    else if (event.key === " " || event.key === "k") this.#play(!this.#playing);
    else return;
    event.preventDefault();
  }

  /** @param {boolean} on */
  #play(on) {
    if (on && this.#at >= this.#length) this.#seek(0);
    this.#playing = on;
    this.#last = performance.now();
    const button = this.querySelector("[data-toggle]");
    if (button) button.textContent = (on ? this.dataset.pause : this.dataset.play) ?? "";
  }

  /** @param {number} ms */
  #seek(ms) {
    this.#at = Math.max(0, Math.min(ms, this.#length));
    for (const { media, from, to } of this.#tracks) {
      if (this.#at >= from && this.#at < to) media.currentTime = (this.#at - from) / 1000;
    }
    this.#show();
  }

  #step() {
    const now = performance.now();
    const on = this.#tracks.filter(({ from, to }) => this.#at >= from && this.#at < to);
    const waits = on.some(({ media }) => media.readyState < 3 && !media.error || media.seeking);
    if (this.#playing && !waits) {
      this.#at += Math.min(now - this.#last, 250) * this.#speed;
      const next = Math.min(...this.#tracks.map(({ from }) => from).filter((from) => from >= this.#at));
      if (on.length === 0 && Number.isFinite(next)) this.#at = next;
      this.#at = Math.min(this.#at, this.#length);
      if (this.#at === this.#length) this.#play(false);
    }
    this.#last = now;
    for (const { figure, media, from, to } of this.#tracks) {
      const inside = this.#at >= from && this.#at < to;
      figure.toggleAttribute("data-off", !inside);
      media.playbackRate = this.#speed;
      const wanted = (this.#at - from) / 1000;
      if (inside && !media.seeking && Math.abs(media.currentTime - wanted) > DRIFT * this.#speed) media.currentTime = wanted;
      if (inside && this.#playing && !waits && media.paused) void media.play().catch(() => {});
      if ((!inside || !this.#playing || waits) && !media.paused) media.pause();
    }
    this.#show();
  }

  #show() {
    const seek = this.querySelector("[data-seek]");
    const time = this.querySelector("[data-time]");
    const text = `${clock(this.#at)} / ${clock(this.#length)}`;
    if (seek instanceof HTMLInputElement) [seek.value, seek.ariaValueText] = [String(this.#at), text];
    if (time && time.textContent !== text) time.textContent = text;
    let current = null;
    for (const mark of this.querySelectorAll("[data-at]")) if (Number(mark.getAttribute("data-at")) <= this.#at) current = mark;
    for (const mark of this.querySelectorAll("[data-now]")) if (mark !== current) mark.removeAttribute("data-now");
    current?.setAttribute("data-now", "");
  }
}

customElements.define("session-player", SessionPlayer);
