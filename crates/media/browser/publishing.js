// What we publish: our offers, one at a time.

import { Connection } from "./connection.js";

const ENCODINGS = {
  // Three layers of frames: who has little bandwidth gets fewer of them, all of them sharp.
  screen: [{ maxBitrate: 2_500_000, maxFramerate: 15, scalabilityMode: "L1T3" }],
  camera: [
    { rid: "h", maxBitrate: 1_200_000 },
    { rid: "l", maxBitrate: 150_000, scaleResolutionDownBy: 4 },
  ],
};

export class Publishing extends Connection {
  #mine = [];
  #answer = null;

  async publish(media, kind, label) {
    if (kind === "screen") media.contentHint = "detail";
    const mine = { media, kind, label, id: null, line: null };
    mine.mute = (muted) => {
      media.enabled = !muted;
      this.send({ t: "mute", track: mine.id, muted });
    };
    mine.stop = () => this.#stop(mine);
    media.addEventListener("ended", mine.stop, { once: true });
    this.#mine.push(mine);
    if (!this.peer) this.#anchor();
    this.#add(mine);
    await this.offer();
    return mine;
  }

  /** The server's answer to our offer, or why there is none. */
  answered(message) {
    this.#answer?.(message);
  }

  refused(message) {
    this.#answer?.(message);
  }

  restart() {
    return this.offer(true);
  }

  begin() {
    if (this.#mine.length === 0) return;
    this.#anchor();
    for (const mine of this.#mine) this.#add(mine);
    return this.offer();
  }

  /** The line to the server was broken, and with it what was said. */
  renew() {
    if (this.#mine.length > 0) return this.gone();
    this.drop();
  }

  end() {
    for (const { media } of this.#mine) media.stop();
    this.#mine = [];
    this.close();
  }

  offer(iceRestart = false) {
    return this.next(async () => {
      const peer = this.peer;
      if (!peer) return;
      await peer.setLocalDescription(await peer.createOffer({ iceRestart }));
      const tracks = this.#mine.map(({ line, kind, label }) => ({ mid: line.mid, kind, label }));
      const answered = new Promise((resolve) => (this.#answer = resolve));
      this.send({ t: "publish", sdp: peer.localDescription.sdp, tracks });
      const answer = await answered;
      if (answer.t !== "published") throw new Error(answer.why);
      await peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      const ids = new Map(answer.tracks);
      for (const mine of this.#mine) mine.id = ids.get(mine.line.mid) ?? mine.id;
    });
  }

  // A line that carries nothing, ever: a connection whose last line goes is none any more.
  #anchor() {
    this.open().addTransceiver("audio", { direction: "inactive" });
  }

  #add(mine) {
    const direction = "sendonly";
    const sendEncodings = ENCODINGS[mine.kind] ?? [{}];
    try {
      mine.line = this.peer.addTransceiver(mine.media, { direction, sendEncodings });
    } catch {
      // A browser that knows no layers sends what it can.
      mine.line = this.peer.addTransceiver(mine.media, { direction });
    }
  }

  #stop(mine) {
    mine.media.stop();
    if (!this.#mine.includes(mine)) return;
    this.#mine = this.#mine.filter((other) => other !== mine);
    mine.line.stop();
    return this.offer();
  }
}
