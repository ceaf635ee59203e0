/** The responses that a scenario of the fault server can send. */

export const service = { id: "service-id", name: "Coffee Shop", ctime: "2026-11-23T07:00:00Z" };
export const user = { id: "user-id", id_in_service: "user@example.com", ctime: "2026-11-23T07:00:00Z" };

/** A well-formed response. */
export function response(status, body = "", headers = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, body: text, headers: { "content-type": "application/json", ...headers } };
}

export const ok = (body) => response(200, body);

/** A response that keeps the connection open for the next request. */
export const keptAlive = (body, status = 200) => response(status, body, { connection: "keep-alive" });

/** An error response with a message, in the form that the API uses. */
export const errorResponse = (status, headers = {}) => response(status, { message: "no" }, headers);

const head = [
  "HTTP/1.1 200 OK",
  "content-type: application/json",
  "access-control-allow-origin: *",
  "connection: close",
];

/** The head of a successful response with this Content-Length. */
export function headOf(length) {
  return [...head, `content-length: ${length}`, "", ""].join("\r\n");
}

/** Connections that end after the request was received and before the response is complete. */
export const cuts = {
  "before the head": { raw: "", then: "end" },
  "before the head, by a reset": { raw: "", then: "reset" },
  "in the head": { raw: "HTTP/1.1 200 OK\r\ncontent-ty", then: "end" },
  "after the head": { raw: headOf(100), then: "end" },
  "in the body": { raw: `${headOf(100)}{"id":`, then: "end" },
  "in the body, by a reset": { raw: `${headOf(100)}{"id":`, then: "reset" },
  // Without "connection: close", since Node's fetch takes the end of such a connection as the end of the body.
  "in a chunk of the body": {
    raw: `${[...head.slice(0, -1), "transfer-encoding: chunked", "", ""].join("\r\n")}64\r\n{"id":`,
    then: "end",
  },
};

/** Responses that never end. */
export const stalls = {
  "sends nothing": { raw: "", then: "stay" },
  "sends nothing after part of the head": { raw: "HTTP/1.1 200 OK\r\ncontent-ty", then: "stay" },
  "sends nothing after the head": { raw: headOf(100), then: "stay" },
  "sends nothing after part of the body": { raw: `${headOf(100)}{"id":`, then: "stay" },
  "sends a byte per second": { raw: headOf(100), then: "drip" },
};

/** A body of 200 MB, sent as fast as the client reads it. */
export const endless = { raw: headOf(200_000_000), then: "flood" };

/** A service with the id in the path of the request. */
export const mirror = { mirrors: true };
