import { idsIn, statementOf } from "./statement.js";

/** What takes the place of each masked value: a variable of the environment. */
const variables = { phone_number: "PHONE_NUMBER", token: "PIN" };

/** A whole JavaScript program that makes the call. `baseUrl` is named where it is not the API's own. */
export function asJavaScript(record, baseUrl) {
  const { serviceId, userId } = idsIn(record.path);
  const options = baseUrl === "https://api.verigator.com" ? "" : `, { baseUrl: ${JSON.stringify(baseUrl)} }`;
  const lines = [
    'import { Verigator } from "verigator";',
    "",
    `const verigator = new Verigator(process.env.VERIGATOR_USERNAME, process.env.VERIGATOR_PASSWORD${options});`,
    serviceId && `const service = verigator.service(${JSON.stringify(serviceId)});`,
    userId && `const user = service.user(${JSON.stringify(userId)});`,
    `console.log(${unmasked(record)});`,
  ];
  return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}

/** The statement with variables of the environment where the wire shows dots. */
function unmasked(record) {
  const put = (text, [name, value]) => text.replace(JSON.stringify(value), `process.env.${variables[name]}`);
  return maskedFields(record).reduce(put, statementOf(record));
}

/** A curl line that sends the request. */
export function asCurl(record) {
  const { method, url, requestBody } = record;
  const lines = [
    `curl -X ${method} '${url}'`,
    '-H "X-Service-Auth: $VERIGATOR_USERNAME:$VERIGATOR_PASSWORD"',
    "-H 'Accept: application/json'",
    requestBody && "-H 'Content-Type: application/json'",
    requestBody && `-d ${shellQuoted(record)}`,
  ];
  return lines.filter(Boolean).join(" \\\n  ");
}

/** The body as one word of a shell, in which the variables are outside of the single quotes. */
function shellQuoted(record) {
  const quoted = `'${record.requestBody.replaceAll("'", "'\\''")}'`;
  return maskedFields(record).reduce((text, [name, value]) => text.replace(JSON.stringify(value), () => `"'"$${variables[name]}"'"`), quoted);
}

function maskedFields({ requestBody }) {
  const fields = requestBody ? Object.entries(JSON.parse(requestBody)) : [];
  return fields.filter(([name]) => name in variables);
}
