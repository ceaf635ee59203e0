/** What is answered where the script has nothing more to say. */
const nothing = { status: 200, body: "{}" };

/** Scripts of answers, each with a record of the requests that took them. */
export function scenarios() {
  const byName = new Map();

  function scenario(name) {
    if (!byName.has(name)) byName.set(name, { answers: [], requests: [], sockets: new Set() });
    return byName.get(name);
  }

  return {
    script(name, answers) {
      scenario(name).answers = answers;
    },

    /** Notes the request and gives the next answer; the last answer of a script goes on for ever. */
    take(name, request, socket) {
      const { answers, requests, sockets } = scenario(name);
      requests.push(request);
      sockets.add(socket);
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? nothing;
    },

    requests(name) {
      return scenario(name).requests;
    },

    /** Waits until every connection that took an answer is closed; gives the bytes that went out on them. */
    async closed(name) {
      const sockets = [...scenario(name).sockets];
      // Not by `once`, which rejects where a socket fails: one that was reset is closed.
      await Promise.all(sockets.map((socket) => socket.closed || new Promise((resolve) => socket.once("close", resolve))));
      return sockets.reduce((sum, socket) => sum + socket.bytesWritten, 0);
    },
  };
}
