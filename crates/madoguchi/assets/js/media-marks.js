// @ts-check
// Pointing and drawing on a shared screen: marks that fade, and the ways to make them, by pointer and by keys.

const WHOLE = 10_000;
const LASTS = 6000;
const OFTEN = 50;
const STEP = 200;
/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** @typedef {{ x: number, y: number, draws: boolean }} Mark */

export class Marks {
  /** @type {(Mark & { at: number })[]} */
  #marks = [];
  #frame;
  #player;
  #canvas = document.createElement("canvas");
  #help;
  /** @type {((mark: Mark) => void) | null} */
  #say = null;
  #limits = new AbortController();
  #running = false;
  #last = 0;
  #at = { x: WHOLE / 2, y: WHOLE / 2 };

  /** @param {HTMLElement} frame @param {HTMLVideoElement} player @param {string} help */
  constructor(frame, player, help) {
    this.#frame = frame;
    this.#player = player;
    this.#help = help;
    this.#canvas.className = "tile-marks";
    this.#canvas.setAttribute("aria-hidden", "true");
    frame.append(this.#canvas);
  }

  /** @param {Mark} mark */
  add(mark) {
    this.#marks.push({ ...mark, at: performance.now() });
    if (this.#marks.length > 1000) this.#marks.shift();
    if (!this.#running) {
      this.#running = true;
      requestAnimationFrame(() => this.#draw());
    }
  }

  /** Marks are made here, or not any more. @param {((mark: Mark) => void) | null} say */
  point(say) {
    if ((say === null) === (this.#say === null)) return;
    this.#say = say;
    this.#limits.abort();
    this.#limits = new AbortController();
    const { signal } = this.#limits;
    this.#frame.classList.toggle("tile-pointed", say !== null);
    if (!say) {
      for (const name of ["tabindex", "role", "aria-label"]) this.#frame.removeAttribute(name);
      return;
    }
    this.#frame.tabIndex = 0;
    this.#frame.setAttribute("role", "application");
    this.#frame.setAttribute("aria-label", this.#help);
    this.#frame.addEventListener("pointerdown", (event) => this.#moved(event, false), { signal });
    this.#frame.addEventListener("pointermove", (event) => this.#moved(event, event.buttons === 1), { signal });
    this.#frame.addEventListener("keydown", (event) => this.#typed(event), { signal });
  }

  end() {
    this.#limits.abort();
  }

  /** @param {PointerEvent} event @param {boolean} draws */
  #moved(event, draws) {
    const now = performance.now();
    if (event.type === "pointermove" && now - this.#last < OFTEN) return;
    this.#last = now;
    const box = this.#player.getBoundingClientRect();
    const part = (/** @type {number} */ at, /** @type {number} */ length) => Math.round(Math.min(Math.max(at / Math.max(length, 1), 0), 1) * WHOLE);
    this.#tell(part(event.clientX - box.left, box.width), part(event.clientY - box.top, box.height), draws);
  }

  /** @param {KeyboardEvent} event */
  #typed(event) {
    const way = WAYS[event.key];
    if (!way || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const within = (/** @type {number} */ at) => Math.min(Math.max(at, 0), WHOLE);
    this.#tell(within(this.#at.x + way[0]), within(this.#at.y + way[1]), event.shiftKey);
  }

  /** @param {number} x @param {number} y @param {boolean} draws */
  #tell(x, y, draws) {
    this.#at = { x, y };
    const mark = { x, y, draws };
    this.add(mark);
    this.#say?.(mark);
  }

  #draw() {
    const now = performance.now();
    this.#marks = this.#marks.filter(({ at }) => now - at < LASTS);
    const { clientWidth: width, clientHeight: height } = this.#player;
    const canvas = this.#canvas;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const pen = canvas.getContext("2d");
    this.#running = this.#marks.length > 0;
    if (!pen) return;
    pen.clearRect(0, 0, width, height);
    const place = (/** @type {Mark} */ { x, y }) => /** @type {const} */ ([x * width / WHOLE, y * height / WHOLE]);
    // Dark around bright, so that it is seen on whatever lies below.
    for (const [colour, wide] of /** @type {const} */ ([["#000", 7], ["#ffd83d", 4]])) {
      [pen.strokeStyle, pen.lineWidth, pen.lineCap, pen.lineJoin] = [colour, wide, "round", "round"];
      pen.beginPath();
      for (const mark of this.#marks) pen[mark.draws ? "lineTo" : "moveTo"](...place(mark));
      pen.stroke();
      const last = this.#marks.at(-1);
      if (!last) continue;
      pen.beginPath();
      pen.arc(...place(last), 12, 0, 2 * Math.PI);
      pen.stroke();
    }
    if (this.#running) requestAnimationFrame(() => this.#draw());
  }
}
