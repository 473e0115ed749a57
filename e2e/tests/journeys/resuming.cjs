// Sends a file by the protocol's own client, cuts the connection off again and again, and puts the file into a case.
// node resuming.cjs NODE_MODULES ADDRESS TOKEN BYTES CUTS
const { createHash } = require("node:crypto");
const { createRequire } = require("node:module");
const [modules, address, token, bytes, cuts] = process.argv.slice(2);
const tus = createRequire(`${modules}/`)("tus-js-client");

const authorization = { Authorization: `Bearer ${token}` };
const line = (n) => `${String(n).padStart(12, "0")} 接続が切れました\n`;
const one = Buffer.byteLength(line(0));
const content = Buffer.from(Array.from({ length: Math.floor(bytes / one) }, (_, n) => line(n)).join(""));
const digest = (data) => createHash("sha256").update(data).digest("hex");

let url = null;
let file = null;
const resumedAt = [];

// One attempt; cut off once so much of the whole has been sent.
const attempt = (until) =>
  new Promise((done, failed) => {
    let first = true;
    const upload = new tus.Upload(content, {
      endpoint: `${address}/api/v1/uploads`,
      uploadUrl: url,
      headers: authorization,
      chunkSize: 2 ** 22,
      // As clients have them: who comes back before the server has noticed the cut meets the end of what was under way.
      retryDelays: [0, 200, 500, 1000],
      metadata: { filename: "接続.log" },
      onUploadUrlAvailable: () => {
        url = upload.url;
      },
      onAfterResponse: (_, answer) => {
        file ??= answer.getHeader("X-File");
        if (url && first && answer.getHeader("Upload-Offset") > 0) resumedAt.push(Number(answer.getHeader("Upload-Offset")));
        first = false;
      },
      onProgress: (sent) => {
        if (sent >= until && sent < content.length) upload.abort().then(() => done(false), failed);
      },
      onSuccess: () => done(true),
      onError: failed,
    });
    upload.start();
  });

const api = async (path, options) => {
  const answer = await fetch(`${address}/api/v1${path}`, { ...options, headers: { ...authorization, ...options?.headers } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
};

(async () => {
  let cut = 0;
  for (; cut < cuts; cut += 1) {
    if (await attempt(((cut + 0.5) / cuts) * content.length)) break;
  }
  if (!(await attempt(Infinity))) throw new Error("it did not end");
  const { items } = await (await api("/cases")).json();
  const { number } = items.find((one) => one.status !== "closed");
  const body = JSON.stringify({ text: "ログを送ります。", files: [file] });
  await api(`/cases/${number}/messages`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const { items: files } = await (await api(`/cases/${number}/files`)).json();
  const listed = files.find((one) => one.id === file);
  const had = Buffer.from(await (await api(`/cases/${number}/files/${file}`)).arrayBuffer());
  console.log(JSON.stringify({ cuts: cut, resumedAt, sent: digest(content), listed: listed.sha256, had: digest(had) }));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
