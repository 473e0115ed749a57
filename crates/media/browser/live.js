// Publishes and receives live media over two peer connections that keep themselves up.
//
//   const live = new Live({ send, shown, hidden, state });
//   socket.onmessage = (event) => live.hear(JSON.parse(event.data));
//   const mine = await live.publish(track, "screen", "label");   // → mine.mute(bool), mine.stop()
//
// send(message)   carries a message to the server: publish, answer, restart, reset, mute.
// shown(item)     { track, from, kind, label, media }: a MediaStreamTrack to play.
// hidden(track)   this track is over, or not ours to see any more.
// servers()       relays to go by besides, as RTCPeerConnection takes them; may be left out.
// state(side, to) "connecting", "connected", "reconnecting" or "closed" (wanted by nobody), of "publishing" or "receiving".
//
// It hears published, offer, connected, stalled, gone and refused, and knows nothing of
// pages: who shares what, and who may, is decided elsewhere.

import { Publishing } from "./publishing.js";
import { Receiving } from "./receiving.js";

export class Live {
  #publishing;
  #receiving;

  constructor(to) {
    this.#publishing = new Publishing("publishing", to);
    this.#receiving = new Receiving("receiving", to);
  }

  /** Publishes a track; `kind` is screen, screen_sound, camera or microphone. */
  publish(media, kind, label) {
    return this.#publishing.publish(media, kind, label);
  }

  hear(message) {
    const side = message.side === "publishing" ? this.#publishing : this.#receiving;
    switch (message.t) {
      case "published":
        return this.#publishing.answered(message);
      case "refused":
        return side.refused(message);
      case "offer":
        return this.#receiving.offered(message);
      case "connected":
        return side.connected();
      case "stalled":
        return side.stalled();
      case "gone":
        return side.gone();
    }
  }

  /** To be said when the line that carries messages is there again after it was broken. */
  renew() {
    this.#publishing.renew();
    this.#receiving.renew();
  }

  /** The two connections, for statistics; null where there is none. */
  get peers() {
    return { publishing: this.#publishing.peer, receiving: this.#receiving.peer };
  }

  close() {
    this.#publishing.end();
    this.#receiving.close();
  }
}
