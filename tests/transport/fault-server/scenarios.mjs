/** The response of a scenario without a script. */
const defaultResponse = { status: 200, body: "{}" };

/** Creates a store of scenarios. Each has scripted responses and a record of the received requests. */
export function createScenarios() {
  const byName = new Map();

  function scenario(name) {
    if (!byName.has(name)) byName.set(name, { responses: [], requests: [], sockets: new Set() });
    return byName.get(name);
  }

  return {
    script(name, responses) {
      scenario(name).responses = responses;
    },

    /** Records the request and returns the next response. The last response of a script is repeated forever. */
    take(name, request, socket) {
      const { responses, requests, sockets } = scenario(name);
      requests.push(request);
      sockets.add(socket);
      return (responses.length > 1 ? responses.shift() : responses[0]) ?? defaultResponse;
    },

    requests(name) {
      return scenario(name).requests;
    },

    /** Waits until every connection of the scenario is closed, and returns how many bytes were sent on them. */
    async closed(name) {
      const sockets = [...scenario(name).sockets];
      // Not with `once`, which rejects if a socket fails. A socket that was reset is closed, too.
      await Promise.all(
        sockets.map((socket) => socket.closed || new Promise((resolve) => socket.once("close", resolve))),
      );
      return sockets.reduce((sum, socket) => sum + socket.bytesWritten, 0);
    },
  };
}
