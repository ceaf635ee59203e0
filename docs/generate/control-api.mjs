import { join } from "node:path";
import { pathToFileURL } from "node:url";

const sandboxModule = pathToFileURL(join(import.meta.dirname, "../../pkg/sandbox/node.mjs")).href;

/** Renders the control API from the OpenAPI document that the sandbox serves. */
export async function controlApiPage() {
  const { Sandbox } = await import(sandboxModule);
  const response = await new Sandbox().fetch("http://127.0.0.1/_sandbox/openapi.json");
  const { paths, components } = await response.json();
  const operations = Object.entries(paths).flatMap(([path, { parameters = [], ...methods }]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
      parameters: [...parameters, ...(operation.parameters ?? [])],
    })),
  );
  const control = operations.filter(({ tags }) => tags.includes("sandbox"));
  return `---
outline: [2, 2]
---

# Control API

The sandbox has a JSON API under \`/_sandbox/\` that controls it: over HTTP in \`npx verigator sandbox\`, and in process through \`sandbox.fetch\`. Use it from
languages other than JavaScript; in JavaScript, [\`connectSandbox\`](/reference/api/sandbox#connectsandbox) has the same functions. It needs no credentials, and
each [space](/reference/sandbox#spaces) has its own.

This page is generated from the OpenAPI 3.1 document at \`/_sandbox/openapi.json\`, which describes the emulated APIs too.

${[...groupByResource(control)].map(([resource, group]) => section(resource, group)).join("\n")}
## Types

| type | form |
|---|---|
${[...used(control, components.schemas)]
  .sort()
  .map((name) => typeRow(name, components.schemas[name]))
  .join("\n")}
`;
}

/** Groups operations by the part of the path after \`/_sandbox/\`. */
function groupByResource(operations) {
  const groups = new Map();
  for (const operation of operations) {
    const [, , resource] = operation.path.split("/");
    groups.set(resource, [...(groups.get(resource) ?? []), operation]);
  }
  return groups;
}

function section(resource, operations) {
  const rows = operations.map(({ method, path, summary, parameters, requestBody, responses }) => {
    const query = parameters
      .filter((parameter) => parameter.in === "query")
      .map(({ name, required, schema }) => `${name}${required ? "" : "?"}: ${typeOf(schema)}`);
    const accepts = [...query.map((text) => `query \`${text}\``), ...bodies(requestBody)];
    const [[status, success], ...errors] = Object.entries(responses);
    const returns = [status, ...bodies(success)].join(" ");
    return `| \`${method} ${path}\` | ${summary} | ${accepts.join(", ")} | ${[returns, ...errors.map(([error]) => error)].join(", ")} |`;
  });
  return `## ${resource}\n\n| request | effect | accepts | responds with |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}

function bodies({ content = {} } = {}) {
  return Object.entries(content).map(([mediaType, { schema }]) =>
    mediaType === "application/json" ? `\`${typeOf(schema)}\`` : `\`${mediaType}\``,
  );
}

function typeRow(name, schema) {
  const form = typeOf(schema).replaceAll("|", "\\|");
  return `| <a id="type-${name.toLowerCase()}"></a>\`${name}\` | \`${form}\`${schema.description ? ` ${schema.description}` : ""} |`;
}

/** Writes a schema as a TypeScript type. */
function typeOf(schema) {
  const { $ref, type, enum: values, oneOf, items, properties, required = [], additionalProperties } = schema;
  if ($ref) return $ref.split("/").at(-1);
  if (values) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (oneOf) return oneOf.map(typeOf).join(" | ");
  if (type === "array") return `${typeOf(items)}[]`;
  if (Array.isArray(type)) return type.join(" | ");
  if (properties)
    return `{ ${Object.entries(properties)
      .map(([name, value]) => `${name}${required.includes(name) ? "" : "?"}: ${typeOf(value)}`)
      .join("; ")} }`;
  if (type === "object")
    return typeof additionalProperties === "object" ? `Record<string, ${typeOf(additionalProperties)}>` : "object";
  return type === "integer" ? "number" : (type ?? "unknown");
}

/** Finds the schemas that the operations refer to, directly or indirectly. */
function used(operations, schemas) {
  const found = new Set();
  const collect = (value) => {
    for (const [, name] of JSON.stringify(value).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      if (!found.has(name)) {
        found.add(name);
        collect(schemas[name]);
      }
    }
  };
  collect(operations);
  return found;
}
