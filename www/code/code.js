import { copyButton } from "../ui/buttons.js";
import { element, highlightStrings } from "../ui/element.js";
import { verificationGateway, verificationSteps } from "./number-verification-steps.js";

/** Mounts the Code panel: the login flow as a program with the ids of this page, and the current step marked. */
export function mountCode(root, { session, sandbox, gatewayMode, logins }) {
  const code = element("pre", { tabindex: "0", "aria-label": "The login flow as code" });
  const copy = copyButton("Copy", () => code.dataset.program, "Copy the program");
  root.append(element("header", {}, element("h2", { id: "code-title" }, "Code"), copy), code);

  function render() {
    const { value, user } = session;
    const { state } = logins.value;
    const method = state.requestedMethod === "totp" ? "authenticateUsingTotp" : "authenticateUsingSms";
    const url = sandbox.urlOf(value.api);
    const direct = () =>
      value.api === "verigator" ? clientSteps({ ...value, user }, method, url) : verificationSteps(user, url);
    const steps = gatewayMode.value.isEnabled ? gatewaySteps(value) : direct();
    code.dataset.program = `${steps.map(({ text }) => text).join("\n\n")}\n`;
    code.replaceChildren(
      ...steps.map(({ screens, text }) => stepNode(text, screens?.includes(screenOf(value, state)) ?? false)),
    );
  }

  session.subscribe(render);
  logins.subscribe(render);
  gatewayMode.subscribe(render);
}

/** The screen that is shown, with `pin` for the form that asks for one. */
function screenOf({ screen }, { step }) {
  return screen === "sign-in" && (step === "waiting" || step === "verifying") ? "pin" : screen;
}

function stepNode(text, isCurrent) {
  return element("code", { "aria-current": isCurrent ? "step" : undefined }, highlightStrings(`${text}\n`));
}

/** Returns the flow of a server that calls the API, in one step per screen. It reuses the ids of this page and creates what is missing. */
function clientSteps({ serviceId, fqdn, userId, user }, method, baseUrl) {
  return [
    { text: setUp(baseUrl) },
    { screens: ["register"], text: `${serviceLines(serviceId, fqdn)}\n\n${userLines(userId, user)}` },
    {
      screens: ["sign-in"],
      text: `const { method } = await user.${method}();\nconst source = method === "sms" ? "the SMS" : "the app";`,
    },
    { screens: ["pin"], text: verification },
    { screens: ["signed-in"], text: 'console.log(result.verified ? "Welcome!" : result.reason);' },
  ];
}

function setUp(baseUrl) {
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

const verification = `const { stdin: input, stdout: output } = process;
const terminal = createInterface({ input, output });
const pin = await terminal.question(\`PIN from \${source}: \`);
terminal.close();
const result = await user.verifyPin(pin);`;

/** Returns the flow through a gateway: the code of the page, then that of the server. */
function gatewaySteps({ api, serviceId }) {
  const isVerigator = api === "verigator";
  return [
    { screens: ["sign-in", "pin"], text: pageWith(isVerigator ? "" : ' method="sms"') },
    { text: isVerigator ? gatewayServer(serviceId ?? "your-service-id") : verificationGateway },
  ];
}

const pageWith = (attributes) => `<!-- In the browser, without the password -->
<script type="module">
  import "verigator/element";
</script>
<verigator-login gateway="/2fa"${attributes} next="/account">
</verigator-login>`;

const gatewayServer = (serviceId) => `// On the server, with the password
import { Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";

const gateway = createGateway({
  verigator: new Verigator(
    process.env.VERIGATOR_USERNAME,
    process.env.VERIGATOR_PASSWORD,
  ),
  serviceId: ${quote(serviceId)},
  identify: (request) => userIdOfSession(request),
  limits: memoryLimits(),
});
export default { fetch: gateway.fetch };`;

function quote(text) {
  return JSON.stringify(text);
}
