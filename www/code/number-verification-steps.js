/** Returns the flow of a server that calls the Number Verification API, in one step per screen. */
export function verificationSteps(user, baseUrl) {
  const owner = user ? ` of ${JSON.stringify(user.username)}` : "";
  return [
    { text: setUp(baseUrl) },
    {
      screens: ["register"],
      text: `// The API has no users: your site knows the number${owner}.\nconst phoneNumber = process.env.PHONE_NUMBER;`,
    },
    { screens: ["sign-in"], text: "const { verificationId } = await messente.verifyNumber(phoneNumber);" },
    { screens: ["pin"], text: verification },
    { screens: ["signed-in"], text: 'console.log(result.verified ? "Welcome!" : result.reason);' },
  ];
}

function setUp(baseUrl) {
  const options = baseUrl === "https://api2.messente.com" ? "" : `  { baseUrl: ${JSON.stringify(baseUrl)} },\n`;
  return `import { createInterface } from "node:readline/promises";
import { NumberVerification } from "verigator";

const messente = new NumberVerification(
  process.env.MESSENTE_USERNAME,
  process.env.MESSENTE_PASSWORD,
${options});`;
}

const verification = `const { stdin: input, stdout: output } = process;
const terminal = createInterface({ input, output });
const pin = await terminal.question("PIN from the SMS: ");
terminal.close();
const result = await messente.verifyPin(verificationId, pin);`;

/** The server of a gateway. The code of the page is the same for both APIs. */
export const verificationGateway = `// On the server, with the password
import { NumberVerification } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";

const gateway = createGateway({
  numberVerification: new NumberVerification(
    process.env.MESSENTE_USERNAME,
    process.env.MESSENTE_PASSWORD,
  ),
  phoneNumber: (userId) => phoneNumberOf(userId),
  identify: (request) => userIdOfSession(request),
  limits: memoryLimits(),
});
export default { fetch: gateway.fetch };`;
