// A page with somebody on it: what they share, what they see and hear.

const BITS = 16;

const colours = (player) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [player.videoWidth, player.videoHeight];
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(player, 0, 0);
  const at = (x, y) => {
    const { data } = pen.getImageData(canvas.width * x, canvas.height * y, 1, 1);
    return [...data.slice(0, 3)].map((part) => (part > 128 ? 1 : 0)).join("");
  };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
};

globalThis.peer = (Live) => {
  const outbox = [];
  let ring = () => {};
  const send = (message) => {
    outbox.push(message);
    ring();
  };
  const shown = new Map();
  const live = new Live({
    send,
    shown: (item) => {
      const player = document.createElement(item.media.kind === "audio" ? "audio" : "video");
      player.muted = item.media.kind === "video";
      player.autoplay = true;
      player.srcObject = new MediaStream([item.media]);
      document.body.append(player);
      player.play().catch(() => {});
      shown.set(item.track, { ...item, player });
    },
    hidden: (track) => {
      shown.get(track)?.player.remove();
      shown.delete(track);
    },
    state: (side, to) => states.push(`${side} ${to}`),
  });
  const states = [];
  const sizes = [];

  // Four coloured quarters, and between them the time of day in black and white.
  const picture = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    const pen = canvas.getContext("2d");
    const quarters = [["#f00", 0, 0], ["#0f0", 320, 0], ["#00f", 0, 240], ["#ff0", 320, 240]];
    sizes.push((width, height) => ([canvas.width, canvas.height] = [width, height]));
    setInterval(() => {
      pen.setTransform(canvas.width / 640, 0, 0, canvas.height / 480, 0, 0);
      for (const [colour, x, y] of quarters) {
        pen.fillStyle = colour;
        pen.fillRect(x, y, 320, 240);
      }
      const now = Date.now();
      for (let bit = 0; bit < BITS; bit++) {
        pen.fillStyle = (now >> bit) & 1 ? "#fff" : "#000";
        pen.fillRect(bit * 40, 220, 40, 40);
      }
    }, 50);
    return canvas.captureStream(20).getVideoTracks()[0];
  };

  const tone = (frequency) => {
    const context = new AudioContext();
    const sound = new OscillatorNode(context, { frequency });
    const to = context.createMediaStreamDestination();
    sound.connect(to);
    sound.start();
    return to.stream.getAudioTracks()[0];
  };

  const of = (kind) => [...shown.values()].find((item) => item.kind === kind);

  return {
    live,
    states,
    hear: (message) => live.hear(message),
    /** What is to be sent, as soon as there is something. */
    next: async (patience) => {
      if (outbox.length === 0) {
        await new Promise((resolve) => {
          ring = resolve;
          setTimeout(resolve, patience);
        });
      }
      return outbox.splice(0);
    },
    share: (kind) => {
      const track = kind === "microphone" ? tone(440) : picture();
      live.publish(track, kind, "見本").then((mine) => (globalThis[kind] = mine));
    },
    /** What was shared last becomes so large, as a window does. */
    resize: (width, height) => sizes.at(-1)(width, height),
    /** How large what is seen is. */
    size: (kind) => {
      const player = of(kind)?.player;
      return [player?.videoWidth, player?.videoHeight];
    },
    /** The colours in the middle of the four quarters of what is seen. */
    quarters: (kind) => {
      const player = of(kind)?.player;
      return player?.videoWidth ? colours(player) : [];
    },
    /** How long frames were on their way from one canvas to here, in milliseconds. */
    lags: async (kind, count) => {
      const { player } = of(kind);
      const lags = [];
      while (lags.length < count) {
        await new Promise((resolve) => player.requestVideoFrameCallback(resolve));
        const canvas = new OffscreenCanvas(player.videoWidth, player.videoHeight);
        const pen = canvas.getContext("2d", { willReadFrequently: true });
        pen.drawImage(player, 0, 0);
        const arrived = Date.now() % 2 ** BITS;
        let shown = 0;
        for (let bit = 0; bit < BITS; bit++) {
          const x = (canvas.width * (bit * 40 + 20)) / 640;
          if (pen.getImageData(x, canvas.height / 2, 1, 1).data[1] > 128) shown |= 1 << bit;
        }
        lags.push((arrived - shown + 2 ** BITS) % 2 ** BITS);
      }
      return lags.sort((one, other) => one - other);
    },
    /** Frames, and seconds of standing still, of what is seen. */
    flow: async () => {
      const flow = { frames: 0, frozen: 0 };
      const report = await live.peers.receiving?.getStats();
      report?.forEach((row) => {
        flow.frames += row.framesDecoded ?? 0;
        flow.frozen += row.totalFreezesDuration ?? 0;
      });
      return flow;
    },
    /** The loudest frequency of what is heard. */
    heard: async (kind) => {
      const media = of(kind)?.media;
      if (!media) return 0;
      globalThis.ear ??= new AudioContext();
      const look = new AnalyserNode(ear, { fftSize: 8192 });
      ear.createMediaStreamSource(new MediaStream([media])).connect(look);
      const bins = new Float32Array(look.frequencyBinCount);
      await new Promise((resolve) => setTimeout(resolve, 300));
      look.getFloatFrequencyData(bins);
      const top = bins.indexOf(Math.max(...bins));
      return Math.max(...bins) < -80 ? 0 : (top * ear.sampleRate) / look.fftSize;
    },
    seen: () => [...shown.values()].map(({ kind, from, label }) => `${kind} ${from} ${label}`),
    frames: async () => {
      let frames = 0;
      const report = await live.peers.receiving?.getStats();
      report?.forEach((row) => (frames += row.framesDecoded ?? 0));
      return frames;
    },
  };
};

/** Plays a recording, jumps to its middle, and says what is there. */
globalThis.played = async (kind, coded) => {
  const bytes = Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
  const player = document.createElement(kind === "screen" ? "video" : "audio");
  player.muted = true;
  player.src = URL.createObjectURL(new Blob([bytes], { type: "video/webm" }));
  document.body.append(player);
  const happens = (what) =>
    new Promise((resolve, reject) => {
      player.addEventListener(what, resolve, { once: true });
      player.addEventListener("error", () => reject(new Error(player.error.message)), { once: true });
    });
  await happens("loadeddata");
  const { duration } = player;
  const wanted = Math.floor(duration / 2);
  const sought = happens("seeked");
  player.currentTime = wanted;
  await sought;
  const reached = player.currentTime;
  const quarters = player.videoWidth ? colours(player) : [];
  // To the end without a stop.
  player.currentTime = Math.max(0, duration - 1);
  await player.play();
  await happens("ended");
  const last = player.videoWidth ? colours(player) : [];
  return { duration, wanted, reached, quarters, last };
};
