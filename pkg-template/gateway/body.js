const maxBytes = 4096;

/** Reads a request's body, undefined where it is too long. Never holds more than 4 KiB and one chunk. */
export async function readBody(request) {
  if (Number(request.headers.get("content-length")) > maxBytes) return undefined;
  const bytes = new Uint8Array(maxBytes);
  let length = 0;
  for await (const chunk of request.body ?? []) {
    if (length + chunk.byteLength > maxBytes) return undefined;
    bytes.set(chunk, length);
    length += chunk.byteLength;
  }
  return bytes.subarray(0, length);
}
