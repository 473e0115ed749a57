// @ts-check
// What is the reader's own: taken from the browser, sent while it may be, and stopped here at once, whatever the network does.

/** A reason that names its words. */
export class Cannot extends Error {}

/** @param {string} kind @param {unknown} error */
const because = (kind, error) => {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return new Cannot(`denied-${kind}`);
  if (name === "NotFoundError" || name === "OverconstrainedError") return new Cannot(`none-${kind}`);
  if (name === "NotReadableError" || name === "AbortError") return new Cannot("busy");
  return new Cannot("failed");
};

/** What the browser gives for `screen`, `camera` or `microphone`. @param {string} kind */
export async function taken(kind) {
  if (!window.isSecureContext) throw new Cannot("no-secure");
  const devices = navigator.mediaDevices;
  if (!devices || !("RTCPeerConnection" in window)) throw new Cannot("no-devices");
  if (kind === "screen" && !devices.getDisplayMedia) throw new Cannot("no-screen");
  try {
    if (kind === "screen") return await devices.getDisplayMedia({ video: { frameRate: { ideal: 15, max: 30 } }, audio: true });
    if (kind === "camera") return await devices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } });
    return await devices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch (error) {
    throw because(kind, error);
  }
}

/** `monitor`, `window` or `browser`, as far as the browser tells. @param {MediaStream} stream */
export const surface = (stream) => stream.getVideoTracks()[0]?.getSettings().displaySurface ?? "";

export class OwnMedia {
  /** @type {Map<string, { media: MediaStreamTrack, mine: Promise<any>, since: number }>} */
  #all = new Map();
  #live;
  #ended;
  #muted = false;
  #held = false;

  /** @param {any} live @param {(kind: string) => void} ended The browser itself ended something. */
  constructor(live, ended) {
    this.#live = live;
    this.#ended = ended;
  }

  /** Sends it, as the session has it since this version. @param {MediaStream} stream @param {string} kind @param {number} since */
  send(stream, kind, since) {
    for (const media of stream.getTracks()) {
      const sent = kind === "screen" && media.kind === "audio" ? "screen_sound" : kind;
      this.#stop(sent);
      if (sent === "microphone") this.#muted = false;
      const one = { media, mine: this.#live.publish(media, sent, sent), since };
      this.#all.set(sent, one);
      media.enabled = !this.#held;
      media.addEventListener("ended", () => {
        if (this.#all.get(sent) !== one) return;
        this.#all.delete(sent);
        if (sent === kind) this.#ended(kind);
      }, { once: true });
    }
  }

  /** @param {string} kind */
  has(kind) {
    return this.#all.has(kind);
  }

  /** Whether anything is sent. */
  get any() {
    return this.#all.size > 0;
  }

  /** What may be sent under this version; all else is over. @param {number} version @param {string[]} kinds */
  may(version, kinds) {
    for (const [kind, { since }] of this.#all) {
      if (since <= version && !kinds.includes(kind)) this.#stop(kind);
    }
  }

  /** @param {string} kind */
  stop(kind) {
    this.#stop(kind);
    if (kind === "screen") this.#stop("screen_sound");
  }

  stopAll() {
    for (const kind of [...this.#all.keys()]) this.#stop(kind);
  }

  get muted() {
    return this.#muted && this.has("microphone");
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.#muted = muted;
    void this.#all.get("microphone")?.mine.then((mine) => {
      mine.mute(muted);
      this.#quieten();
    });
  }

  /** Nothing is in what goes out for a while: no picture and no sound. @param {boolean} held */
  hold(held) {
    this.#held = held;
    this.#quieten();
  }

  #quieten() {
    for (const [kind, { media }] of this.#all) media.enabled = !this.#held && !(kind === "microphone" && this.#muted);
  }

  /** The picture that one sends, to show it to oneself. @param {string} kind */
  picture(kind) {
    return this.#all.get(kind)?.media ?? null;
  }

  /** @param {string} kind */
  #stop(kind) {
    const one = this.#all.get(kind);
    if (!one) return;
    this.#all.delete(kind);
    one.media.stop();
    void one.mine.then((mine) => mine.stop());
  }
}
