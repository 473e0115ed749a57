// @ts-check
// The line between a page in a session and the server. It comes back by itself; who it is stays the same while the page is open.
const FIRST = 300;
const LONGEST = 8000;

export class Line {
  /** @type {WebSocket | null} */
  #socket = null;
  #address;
  #to;
  #wait = FIRST;
  #timer = 0;
  #over = false;

  /**
   * @param {string} path
   * @param {{ hears: (message: any) => void, broke: () => void }} to
   */
  constructor(path, to) {
    this.#to = to;
    const address = new URL(path, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("page", Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join(""));
    this.#address = address;
    this.#open();
    addEventListener("online", this.#now);
  }

  /** @param {object} message */
  send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  close() {
    this.#over = true;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#now);
    this.#socket?.close();
  }

  #now = () => {
    if (this.#socket) return;
    clearTimeout(this.#timer);
    this.#open();
  };

  #open() {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#wait = FIRST;
      const message = JSON.parse(data);
      if (message.t === "elsewhere" || message.t === "over") this.close();
      this.#to.hears(message);
    };
    socket.onclose = () => {
      this.#socket = null;
      if (this.#over) return;
      this.#to.broke();
      this.#timer = setTimeout(this.#now, this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST);
    };
  }
}
