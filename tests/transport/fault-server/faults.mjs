/** A megabyte of whitespace, which does not end a JSON text. */
const flood = Buffer.alloc(1 << 20, " ");

/**
 * Sends a scripted response: a well-formed one with `status`, `headers` and `body`, or with a service whose id is that in the path if `mirrors`
 * is set; or else the `raw` bytes, after which `then` names what happens to the connection.
 */
export function sendScripted({ status = 200, headers = {}, body = "", mirrors, raw, then = "end" }, path, response) {
  if (raw === undefined) {
    response.writeHead(status, headers).end(mirrors ? serviceAt(path) : body);
    return;
  }
  const { socket } = response;
  socket.on("error", () => {});
  socket.write(raw, "latin1", () => actions[then](socket));
}

function serviceAt(path) {
  return JSON.stringify({ id: path.split("/").at(-1), name: "", ctime: "" });
}

/** What happens to a connection after the raw bytes. */
const actions = {
  end: (socket) => socket.destroySoon(),
  reset: (socket) => socket.resetAndDestroy(),
  stay: () => {},
  drip(socket) {
    const interval = setInterval(() => socket.write(" "), 1000);
    socket.on("close", () => clearInterval(interval));
  },
  flood(socket) {
    const write = () => {
      while (socket.writable && socket.write(flood));
    };
    socket.on("drain", write);
    write();
  },
};
