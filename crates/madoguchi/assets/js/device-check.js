// @ts-check
import { Cannot, taken } from "./own-media.js";

/**
 * <device-check><template data-words>…</template><button type="button">…</button><p role="status"></p><video hidden></video>
 *   <meter hidden></meter></device-check>
 *
 * Shows somebody, before they join, whether camera and microphone work. Nothing leaves the browser, and it ends when it is pressed again.
 */
class DeviceCheck extends HTMLElement {
  /** @type {MediaStream[]} */
  #held = [];
  /** @type {AudioContext | null} */
  #ear = null;

  connectedCallback() {
    const button = this.querySelector("button");
    button?.addEventListener("click", () => void (this.#held.length > 0 ? this.#end() : this.#try()));
    addEventListener("pagehide", () => this.#end());
  }

  disconnectedCallback() {
    this.#end();
  }

  /** @param {string} name */
  #word(name) {
    const words = this.querySelector("template");
    return (words instanceof HTMLTemplateElement && words.content.querySelector(`[data-word="${name}"]`)?.textContent) || "";
  }

  async #try() {
    const told = [];
    for (const kind of ["microphone", "camera"]) {
      try {
        const stream = await taken(kind);
        this.#held.push(stream);
        if (kind === "camera") this.#see(stream);
        else this.#hear(stream);
        told.push(this.#word(`works-${kind}`));
      } catch (error) {
        told.push(this.#word(error instanceof Cannot ? error.message : "failed"));
      }
    }
    if (!navigator.mediaDevices || !("getDisplayMedia" in navigator.mediaDevices)) told.push(this.#word("no-screen"));
    const status = this.querySelector("[role=status]");
    // What is said twice is said once.
    if (status) status.textContent = [...new Set(told)].join(" ");
    this.#label();
  }

  #label() {
    const button = this.querySelector("button");
    if (button) button.textContent = this.#word(this.#held.length > 0 ? "stop" : "check");
  }

  /** @param {MediaStream} stream */
  #see(stream) {
    const video = this.querySelector("video");
    if (!video) return;
    video.hidden = false;
    video.srcObject = stream;
    void video.play().catch(() => undefined);
  }

  /** @param {MediaStream} stream */
  #hear(stream) {
    const meter = this.querySelector("meter");
    if (!meter) return;
    const ear = new AudioContext();
    this.#ear = ear;
    const look = new AnalyserNode(ear, { fftSize: 512 });
    ear.createMediaStreamSource(stream).connect(look);
    const wave = new Uint8Array(look.fftSize);
    meter.hidden = false;
    const turn = () => {
      if (this.#ear !== ear) return;
      look.getByteTimeDomainData(wave);
      meter.value = Math.max(...wave.map((at) => Math.abs(at - 128))) / 128;
      requestAnimationFrame(turn);
    };
    turn();
  }

  #end() {
    for (const track of this.#held.flatMap((stream) => stream.getTracks())) track.stop();
    this.#held = [];
    void this.#ear?.close();
    this.#ear = null;
    for (const part of this.querySelectorAll("video, meter")) if (part instanceof HTMLElement) part.hidden = true;
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = "";
    this.#label();
  }
}

customElements.define("device-check", DeviceCheck);
