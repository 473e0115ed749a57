// Devices as a browser would give them: a screen of four coloured quarters, a camera of two halves, a voice of one tone; and what is
// seen and heard of others.
(() => {
  const picture = (parts) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    const pen = canvas.getContext("2d");
    setInterval(() => {
      for (const [colour, ...place] of parts) {
        pen.fillStyle = colour;
        pen.fillRect(...place);
      }
    }, 50);
    return canvas.captureStream(20);
  };
  const quarters = [["#f00", 0, 0, 320, 240], ["#0f0", 320, 0, 320, 240], ["#00f", 0, 240, 320, 240], ["#ff0", 320, 240, 320, 240]];
  const halves = [["#f0f", 0, 0, 640, 240], ["#0ff", 0, 240, 640, 240]];
  const tone = () => {
    const context = new AudioContext();
    const sound = new OscillatorNode(context, { frequency: 440 });
    const to = context.createMediaStreamDestination();
    sound.connect(to);
    sound.start();
    return to.stream;
  };
  navigator.mediaDevices.getDisplayMedia = async () => (globalThis.given = picture(quarters));
  navigator.mediaDevices.getUserMedia = async ({ audio }) => (globalThis.given = audio ? tone() : picture(halves));

  /** The colours in the middle of the four quarters of a tile of this kind. */
  globalThis.seen = (kind) => {
    const player = document.querySelector(`.tile[data-kind="${kind}"] video`);
    if (!player?.videoWidth) return "";
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [player.videoWidth, player.videoHeight];
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(player, 0, 0);
    const at = (x, y) => {
      const { data } = pen.getImageData(canvas.width * x, canvas.height * y, 1, 1);
      return [...data.slice(0, 3)].map((part) => (part > 128 ? 1 : 0)).join("");
    };
    return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)].join(" ");
  };

  /** The loudest frequency of the voices that are heard, to ten. */
  globalThis.heard = () => {
    const player = document.querySelector("[data-tiles] audio");
    if (!player) return 0;
    globalThis.ear ??= new AudioContext();
    if (globalThis.heeded !== player) {
      globalThis.heeded = player;
      globalThis.look = new AnalyserNode(ear, { fftSize: 8192 });
      ear.createMediaStreamSource(player.srcObject).connect(look);
    }
    const bins = new Float32Array(look.frequencyBinCount);
    look.getFloatFrequencyData(bins);
    const top = Math.max(...bins);
    return top < -80 ? 0 : Math.round((bins.indexOf(top) * ear.sampleRate) / look.fftSize / 10) * 10;
  };
})();
