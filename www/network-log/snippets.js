import { isNumberVerification, toVerificationCurl, toVerificationProgram } from "./number-verification.js";
import { idsIn, statementOf } from "./statement.js";

/** The environment variables that replace redacted values. */
const variables = { phone_number: "PHONE_NUMBER", token: "PIN" };

/** Returns a JavaScript program that repeats a recorded request. It passes `baseUrl` unless that is the client's default. */
export function toJavaScript(record, { baseUrl, urlOf }) {
  if (isNumberVerification(record)) return toVerificationProgram(record, urlOf("number-verification"));
  const { serviceId, userId } = idsIn(record.path);
  const options = baseUrl === "https://api.verigator.com" ? "" : `, { baseUrl: ${JSON.stringify(baseUrl)} }`;
  const lines = [
    'import { Verigator } from "verigator";',
    "",
    `const verigator = new Verigator(process.env.VERIGATOR_USERNAME, process.env.VERIGATOR_PASSWORD${options});`,
    serviceId && `const service = verigator.service(${JSON.stringify(serviceId)});`,
    userId && `const user = service.user(${JSON.stringify(userId)});`,
    `console.log(${statementWithVariables(record)});`,
  ];
  return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}

function statementWithVariables(record) {
  const substitute = (text, [name, value]) => text.replace(JSON.stringify(value), `process.env.${variables[name]}`);
  return redactedFields(record).reduce(substitute, statementOf(record));
}

/** Returns a curl command that repeats a recorded request. */
export function toCurl(record) {
  if (isNumberVerification(record)) return toVerificationCurl(record);
  const { method, url, requestBody } = record;
  const lines = [
    `curl -X ${method} '${url}'`,
    '-H "X-Service-Auth: $VERIGATOR_USERNAME:$VERIGATOR_PASSWORD"',
    "-H 'Accept: application/json'",
    requestBody && "-H 'Content-Type: application/json'",
    requestBody && `-d ${quoteForShell(record)}`,
  ];
  return lines.filter(Boolean).join(" \\\n  ");
}

/** Quotes the body as one shell word. Variables are placed in double quotes between the single-quoted parts. */
function quoteForShell(record) {
  const quoted = `'${record.requestBody.replaceAll("'", "'\\''")}'`;
  return redactedFields(record).reduce(
    (text, [name, value]) => text.replace(JSON.stringify(value), () => `"'"$${variables[name]}"'"`),
    quoted,
  );
}

function redactedFields({ requestBody }) {
  const fields = requestBody ? Object.entries(JSON.parse(requestBody)) : [];
  return fields.filter(([name]) => name in variables);
}
