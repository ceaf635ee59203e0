import { operations } from "./operations.mjs";

const bodies = [
  ...Object.values(operations).map(({ response }) => response.body),
  '{"verified":false,"status":{"throttled":false,"expired":true,"invalid":null,"result":"INVALID"}}',
  '{"message":"no such user"}',
];
const statuses = [200, 200, 200, 200, 201, 202, 204, 304, 307, 400, 401, 404, 408, 409, 422, 429, 500, 503, 599];
const values = ["null", "true", "0", "-1e999", '""', '"sms"', "[]", "{}", '[{"id":".."}]', '"\\ud800"', '"\\u0000"'];
const headers = ["x-request-id", "request-id", "retry-after", "location", "content-type"];

/** Creates a valid response, and changes it at random in a few places. */
export function mutatedResponse(random) {
  const status = pick(statuses, random);
  const isBodiless = status === 204 || status === 304;
  return new Response(isBodiless ? null : mutatedBytes(random), { status, headers: randomHeaders(random) });
}

function mutatedBytes(random) {
  let bytes = Buffer.from(withOtherValue(pick(bodies, random), random));
  for (let count = Math.floor(random() * 4); count > 0; count -= 1) bytes = pick(changes, random)(bytes, random);
  return bytes;
}

/** Replaces the value of one member, in half of the cases. */
function withOtherValue(body, random) {
  const members = [...body.matchAll(/:("[^"]*"|true|false|null|\d+)/g)];
  if (members.length === 0 || random() < 0.5) return body;
  const member = pick(members, random);
  return body.slice(0, member.index + 1) + pick(values, random) + body.slice(member.index + member[0].length);
}

const changes = [
  (bytes, random) => Buffer.concat([bytes.subarray(0, at(bytes, random)), bytes.subarray(at(bytes, random))]),
  (bytes, random) => bytes.subarray(0, at(bytes, random)),
  (bytes, random) => Buffer.concat([bytes, bytes.subarray(at(bytes, random))]),
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[at(bytes, random)] = Math.floor(random() * 256);
    return changed;
  },
  (bytes, random) => {
    const index = at(bytes, random);
    return Buffer.concat([bytes.subarray(0, index), Buffer.from([Math.floor(random() * 256)]), bytes.subarray(index)]);
  },
];

function randomHeaders(random) {
  if (random() < 0.7) return {};
  const text = Array.from({ length: Math.floor(random() * 20) }, () =>
    String.fromCharCode(32 + Math.floor(random() * 95)),
  ).join("");
  return { [pick(headers, random)]: text };
}

function at(bytes, random) {
  return Math.floor(random() * bytes.length);
}

function pick(list, random) {
  return list[Math.floor(random() * list.length)];
}
