/**
 * The flow as a program, in parts that each belong to a screen of the login. Ids that are on the page stand in it, the others are made.
 */
export function programOf({ serviceId, fqdn, userId, user, isByApp, baseUrl }) {
  const options = baseUrl === "https://api.verigator.com" ? "" : `, { baseUrl: ${quote(baseUrl)} }`;
  return [
    {
      text: [
        'import { createInterface } from "node:readline/promises";',
        'import { Verigator } from "verigator";',
        "",
        "const { VERIGATOR_USERNAME, VERIGATOR_PASSWORD } = process.env;",
        `const verigator = new Verigator(VERIGATOR_USERNAME, VERIGATOR_PASSWORD${options});`,
      ],
    },
    { screen: "register", text: [serviceLine(serviceId, fqdn), userLine(userId, user)] },
    {
      screen: "sign-in",
      text: [
        isByApp ? "const { method } = await user.authenticateUsingTotp();" : "const { method } = await user.authenticateUsingSms();",
        'console.log(method === "sms" ? "An SMS is under way." : "The app shows a code.");',
      ],
    },
    {
      screen: "pin",
      text: [
        "const terminal = createInterface({ input: process.stdin, output: process.stdout });",
        'const answer = await user.verifyPin(await terminal.question("PIN: "));',
        "terminal.close();",
      ],
    },
    { screen: "signed-in", text: ['console.log(answer.verified ? "Welcome!" : `Refused: ${answer.reason}`);'] },
  ];
}

function serviceLine(serviceId, fqdn) {
  if (serviceId) return `const service = verigator.service(${quote(serviceId)});`;
  return `const service = await verigator.createService("Corner Coffee", ${quote(fqdn ?? "coffee.example.com")});`;
}

function userLine(userId, user) {
  if (userId) return `const user = service.user(${quote(userId)}); // ${user.username}`;
  return 'const user = await service.registerUser("ada@example.com", "+3725555555");';
}

function quote(text) {
  return JSON.stringify(text);
}
