/** A megabyte that is no end of a JSON text. */
const flood = Buffer.alloc(1 << 20, " ");

/**
 * Answers as a description says: well formed by `status`, `headers` and `body`, with a service of the id that was asked for by `mirrors`,
 * or with `raw` bytes on the socket, after which `then` happens to the connection.
 */
export function fail({ status = 200, headers = {}, body = "", mirrors, raw, then = "end" }, path, response) {
  if (raw === undefined) {
    response.writeHead(status, headers).end(mirrors ? serviceAt(path) : body);
    return;
  }
  const { socket } = response;
  socket.on("error", () => {});
  socket.write(raw, "latin1", () => afterwards[then](socket));
}

function serviceAt(path) {
  return JSON.stringify({ id: path.split("/").at(-1), name: "", ctime: "" });
}

/** What becomes of a connection after the raw bytes. */
const afterwards = {
  end: (socket) => socket.destroySoon(),
  reset: (socket) => socket.resetAndDestroy(),
  stay: () => {},
  drip(socket) {
    const drops = setInterval(() => socket.write(" "), 1000);
    socket.on("close", () => clearInterval(drops));
  },
  flood(socket) {
    const pour = () => {
      while (socket.writable && socket.write(flood));
    };
    socket.on("drain", pour);
    pour();
  },
};
