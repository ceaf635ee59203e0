/** The flow as a program, in parts that each belong to a screen of the login. Ids that are on the page stand in it, the others are made. */
export function programOf({ serviceId, fqdn, userId, user, isByApp, baseUrl }) {
  const start = isByApp ? "authenticateUsingTotp" : "authenticateUsingSms";
  return [
    { text: beginning(baseUrl) },
    { screen: "register", text: `${serviceLines(serviceId, fqdn)}\n\n${userLines(userId, user)}` },
    { screen: "sign-in", text: `const { method } = await user.${start}();\nconst sent = method === "sms" ? "the SMS" : "the app";` },
    { screen: "pin", text: pinLines },
    { screen: "signed-in", text: 'const outcome = answer.verified ? "Welcome!" : answer.reason;\nconsole.log(outcome);' },
  ];
}

function beginning(baseUrl) {
  const options = baseUrl === "https://api.verigator.com" ? "" : `  { baseUrl: ${quote(baseUrl)} },\n`;
  return `import { createInterface } from "node:readline/promises";
import { Verigator } from "verigator";

const verigator = new Verigator(
  process.env.VERIGATOR_USERNAME,
  process.env.VERIGATOR_PASSWORD,
${options});`;
}

function serviceLines(serviceId, fqdn) {
  if (serviceId) return `const serviceId = ${quote(serviceId)};\nconst service = verigator.service(serviceId);`;
  return `const service = await verigator.createService(\n  "Corner Coffee",\n  ${quote(fqdn ?? "coffee.example.com")},\n);`;
}

function userLines(userId, user) {
  if (userId) return `const userId = ${quote(userId)};\nconst user = service.user(userId); // ${quote(user.username)}`;
  return 'const user = await service.registerUser(\n  "ada@example.com",\n  "+3725555555",\n);';
}

const pinLines = `const { stdin: input, stdout: output } = process;
const terminal = createInterface({ input, output });
const pin = await terminal.question(\`PIN from \${sent}: \`);
terminal.close();
const answer = await user.verifyPin(pin);`;

function quote(text) {
  return JSON.stringify(text);
}
