/** What the sandbox said when it did not do what it was asked. */
export class Refusal extends Error {}

/** Makes the function that calls the sandbox's control API, wherever the sandbox is, and resolves with the answer's data. */
export function createControl({ fetch, baseUrl }) {
  return async (method, path, data) => {
    const body = data === undefined ? {} : { body: JSON.stringify(data), headers: { "content-type": "application/json" } };
    const response = await fetch(`${baseUrl}/_sandbox/${path}`, { method, ...body });
    const text = await response.text();
    if (!response.ok) throw new Refusal(messageOf(text) ?? `the sandbox answered ${response.status}`);
    return response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text;
  };
}

function messageOf(text) {
  try {
    return JSON.parse(text).message;
  } catch {
    return undefined;
  }
}
