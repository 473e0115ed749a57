// One of the two peer connections, kept up: steps one after the other, ICE
// restarted when nothing comes any more, a new connection when that does not help.

const PATIENCE = 5000;

export class Connection {
  #side;
  #to;
  #turn = Promise.resolve();
  #rescue = null;
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
    const peer = new RTCPeerConnection();
    this.peer = peer;
    peer.oniceconnectionstatechange = () => {
      if (peer !== this.peer) return;
      const state = peer.iceConnectionState;
      if (state === "disconnected" || state === "failed") this.stalled();
      if (state === "connected" || state === "completed") this.connected();
    };
    return peer;
  }

  connected() {
    clearTimeout(this.#rescue);
    this.#rescue = null;
    this.#to.state?.(this.#side, "connected");
  }

  stalled() {
    if (this.#rescue || !this.peer) return;
    this.#to.state?.(this.#side, "reconnecting");
    this.#rescue = setTimeout(() => {
      this.send({ t: "reset", side: this.#side });
      this.gone();
    }, PATIENCE);
    return this.restart();
  }

  /** Begins anew; what was under way is left. */
  gone() {
    this.close();
    this.#to.state?.(this.#side, "reconnecting");
    this.#turn = Promise.resolve();
    return this.begin();
  }

  close() {
    clearTimeout(this.#rescue);
    this.#rescue = null;
    this.peer?.close();
    this.peer = null;
  }
}
