// @ts-check
// One file to the server, in pieces, going on after each break where it stopped (tus 1.0.0).
const PIECE = 2 * 1024 * 1024;
/** Of a piece on a line that breaks again and again: nothing of one that did not arrive whole is kept. */
const LEAST = 128 * 1024;
const TRIES = 6;

/** @param {string} text */
const base64 = (text) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

/** @param {number} ms @param {AbortSignal} signal */
const pause = (ms, signal) => new Promise((go) => {
  const timer = setTimeout(go, ms);
  signal.addEventListener("abort", () => { clearTimeout(timer); go(undefined); }, { once: true });
});

/**
 * What a piece is to arrive as: one that was damaged on its way is not kept, and goes once more. Over a plain line browsers work out
 * no such thing. @param {Blob} piece @returns {Promise<Record<string, string>>}
 */
const checksum = async (piece) => {
  if (piece.size === 0 || !globalThis.crypto?.subtle) return {};
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await piece.arrayBuffer()));
  return { "Upload-Checksum": `sha256 ${btoa(String.fromCharCode(...digest))}` };
};

/**
 * The field that names the file, or why it was not taken (empty where the line is gone); nothing where it was called off. Progress is
 * a percentage, or null while the line is broken.
 * @param {File} file
 * @param {{ to: string, token: string, signal: AbortSignal, progress: (percent: number | null) => void }} how
 * @returns {Promise<{ field?: string, why?: string } | null>}
 */
export async function handedIn(file, { to, token, signal, progress }) {
  const headers = { "Tus-Resumable": "1.0.0", "X-Token": token };
  const piece = { ...headers, "Content-Type": "application/offset+octet-stream" };
  let [at, field, offset, tries] = ["", "", 0, 0];
  let size = PIECE;
  signal.addEventListener("abort", () => {
    if (at) void fetch(at, { method: "DELETE", headers }).catch(() => {});
  }, { once: true });
  while (!signal.aborted) {
    progress(Math.floor(offset * 100 / Math.max(file.size, 1)));
    try {
      if (at && tries > 0) {
        const stands = await fetch(at, { method: "HEAD", headers, signal });
        if (!stands.ok) throw new Error("the line is broken");
        offset = Number(stands.headers.get("Upload-Offset"));
      }
      const body = file.slice(offset, offset + size);
      const sent = { ...piece, ...await checksum(body) };
      const answer = at === ""
        ? await fetch(to, { method: "POST", body, signal, headers: { ...sent,
          "Upload-Length": String(file.size), "Upload-Metadata": `filename ${base64(file.name)}` } })
        : await fetch(at, { method: "PATCH", body, signal, headers: { ...sent, "Upload-Offset": String(offset) } });
      // What has begun has its place, even where its first piece did not arrive as it was.
      at ||= answer.headers.get("Location") ?? "";
      field ||= answer.headers.get("X-Field") ?? "";
      if ([409, 429, 460].includes(answer.status) || answer.status >= 500 && answer.status !== 507) throw new Error("later");
      if (!answer.ok || answer.redirected) {
        const told = answer.headers.get("Content-Type")?.startsWith("text/plain");
        return { why: told ? await answer.text() : "" };
      }
      offset = Number(answer.headers.get("Upload-Offset"));
      tries = 0;
      size = Math.min(size * 2, PIECE);
      if (offset >= file.size) return { field };
    } catch {
      tries += 1;
      size = Math.max(size / 2, LEAST);
      if (tries > TRIES) return { why: "" };
      progress(null);
      await pause(250 * 2 ** tries, signal);
    }
  }
  return null;
}
