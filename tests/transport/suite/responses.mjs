/** The answers that a scenario of the fault server can give. */

export const service = { id: "service-id", name: "Coffee Shop", ctime: "2026-11-23T07:00:00Z" };
export const user = { id: "user-id", id_in_service: "user@example.com", ctime: "2026-11-23T07:00:00Z" };

/** A well-formed answer. */
export function answer(status, body = "", headers = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, body: text, headers: { "content-type": "application/json", ...headers } };
}

export const ok = (body) => answer(200, body);

/** An answer that keeps the connection for the next request. */
export const kept = (body, status = 200) => answer(status, body, { connection: "keep-alive" });

/** A errorResponse with a message, as the API words it. */
export const errorResponse = (status, headers = {}) => answer(status, { message: "no" }, headers);

const head = [
  "HTTP/1.1 200 OK",
  "content-type: application/json",
  "access-control-allow-origin: *",
  "connection: close",
];

/** The head of a success whose body is declared to have so many bytes. */
export function headOf(length) {
  return [...head, `content-length: ${length}`, "", ""].join("\r\n");
}

/** Ways in which a connection ends after the request was read and before the answer is whole. */
export const cuts = {
  "before the head": { raw: "", then: "end" },
  "before the head, by a reset": { raw: "", then: "reset" },
  "in the head": { raw: "HTTP/1.1 200 OK\r\ncontent-ty", then: "end" },
  "after the head": { raw: headOf(100), then: "end" },
  "in the body": { raw: `${headOf(100)}{"id":`, then: "end" },
  "in the body, by a reset": { raw: `${headOf(100)}{"id":`, then: "reset" },
  // Without "connection: close": Node's fetch takes the end of such a connection for the end of the body.
  "in a chunk of the body": { raw: `${[...head.slice(0, -1), "transfer-encoding: chunked", "", ""].join("\r\n")}64\r\n{"id":`, then: "end" },
};

/** Ways in which a server keeps a client waiting. */
export const stalls = {
  "says nothing": { raw: "", then: "stay" },
  "says nothing after a part of the head": { raw: "HTTP/1.1 200 OK\r\ncontent-ty", then: "stay" },
  "says nothing after the head": { raw: headOf(100), then: "stay" },
  "says nothing after a part of the body": { raw: `${headOf(100)}{"id":`, then: "stay" },
  "sends a byte per second": { raw: headOf(100), then: "drip" },
};

/** A body of 200 MB, as far as the client lets it flow. */
export const endless = { raw: headOf(200_000_000), then: "flood" };

/** A service with the id that was asked for, and that of none of the other requests. */
export const mirror = { mirrors: true };
