// What we receive: the server's offers, answered in order.

import { Connection } from "./connection.js";

export class Receiving extends Connection {
  #to;
  #seen = new Set();

  constructor(side, to) {
    super(side, to);
    this.#to = to;
  }

  offered({ sdp, tracks }) {
    return this.next(async () => {
      const offer = { type: "offer", sdp };
      try {
        await this.open().setRemoteDescription(offer);
      } catch {
        // It is about a connection that the server has begun anew.
        this.close();
        this.begin();
        await this.open().setRemoteDescription(offer);
      }
      const peer = this.peer;
      await peer.setLocalDescription();
      this.send({ t: "answer", sdp: peer.localDescription.sdp });
      const now = new Set(tracks.map(({ track }) => track));
      for (const track of this.#seen) if (!now.has(track)) this.#hide(track);
      for (const item of tracks) this.#show(peer, item);
    });
  }

  restart() {
    this.send({ t: "restart" });
  }

  /** The server, having been asked for another connection, offers one. */
  begin() {
    for (const track of this.#seen) this.#hide(track);
  }

  /** The line to the server was broken, and an offer may have been lost. */
  renew() {
    this.drop();
    this.begin();
    this.send({ t: "reset", side: "receiving" });
  }

  #show(peer, item) {
    if (this.#seen.has(item.track)) return;
    const line = peer.getTransceivers().find(({ mid }) => mid === item.mid);
    if (!line) return;
    this.#seen.add(item.track);
    this.#to.shown?.({ ...item, media: line.receiver.track });
  }

  #hide(track) {
    this.#seen.delete(track);
    this.#to.hidden?.(track);
  }
}
