const maxBytes = 4096;

/** Reads a request's JSON object: `{ fields, bytes }`, or `{ refusedBy }`, a status, where it is none. Never holds more than 4 KiB and one chunk. */
export async function readFields(request) {
  const bytes = await readBytes(request);
  if (!bytes) return { refusedBy: 413 };
  try {
    const fields = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return fields !== null && typeof fields === "object" ? { fields, bytes } : { refusedBy: 422 };
  } catch {
    return { refusedBy: 422 };
  }
}

async function readBytes(request) {
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

/** The field's text, empty where the object has no such field of its own or it is no text. */
export function textOf(fields, name) {
  return Object.hasOwn(fields, name) && typeof fields[name] === "string" ? fields[name] : "";
}
