// One of the two peer connections, kept up: steps one after the other, ICE
// restarted when nothing comes any more, a new connection when that does not help.

// How long a restart may take before a new connection is tried. A browser that
// restarts goes on by the old way for seconds; a new one has it in a third of one.
const RESTART = 700;
const BEGIN = 5000;

export class Connection {
  #side;
  #to;
  #turn = Promise.resolve();
  #rescue = null;
  #begun = false;
  peer = null;

  constructor(side, to) {
    this.#side = side;
    this.#to = to;
  }

  send(message) {
    this.#to.send(message);
  }

  /** Does a step when those before it are done. */
  next(step) {
    const logged = (error) => console.warn(`live, ${this.#side}:`, error);
    this.#turn = this.#turn.then(step).catch(logged);
    return this.#turn;
  }

  open() {
    if (this.peer) return this.peer;
    const peer = new RTCPeerConnection({ iceServers: this.#to.servers?.() ?? [] });
    this.peer = peer;
    if (!this.#begun) this.#to.state?.(this.#side, "connecting");
    peer.oniceconnectionstatechange = () => {
      if (peer !== this.peer) return;
      const state = peer.iceConnectionState;
      if (state === "disconnected" || state === "failed") this.stalled();
    };
    return peer;
  }

  /** What was said could not be done; what comes next says how it goes on. */
  refused({ why }) {
    console.warn(`live, ${this.#side}:`, why);
  }

  connected() {
    clearTimeout(this.#rescue);
    this.#rescue = null;
    this.#begun = false;
    this.#to.state?.(this.#side, "connected");
  }

  stalled() {
    if (this.#rescue || !this.peer) return;
    this.#to.state?.(this.#side, "reconnecting");
    this.#rescue = setTimeout(() => this.#anew(), RESTART);
    return this.restart();
  }

  /** The server has given it up. What was closed by ourselves is known. */
  gone() {
    if (!this.#begun) return this.#anew();
  }

  // What was under way is left.
  #anew() {
    this.#leave();
    this.#to.state?.(this.#side, "reconnecting");
    this.#begun = true;
    this.#rescue = setTimeout(() => this.#anew(), BEGIN);
    this.send({ t: "reset", side: this.#side });
    return this.begin();
  }

  /** Closes, and leaves what was under way. */
  drop() {
    this.#leave();
    this.#begun = false;
    this.#to.state?.(this.#side, "closed");
  }

  close() {
    this.#shut();
    this.#to.state?.(this.#side, "closed");
  }

  #leave() {
    this.#shut();
    this.#turn = Promise.resolve();
  }

  #shut() {
    clearTimeout(this.#rescue);
    this.#rescue = null;
    this.peer?.close();
    this.peer = null;
  }
}
