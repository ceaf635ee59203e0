/** The login through a gateway: what the page has of it, and what the server. */
export function gatewayProgramOf({ serviceId, isByApp }) {
  const start = isByApp ? "authenticateUsingTotp" : "authenticateUsingSms";
  return [
    { text: inPage },
    { screen: "sign-in", text: `const { method } = await me.${start}();` },
    { screen: "pin", text: "const answer = await me.verifyPin(pin);" },
    { text: onServer(serviceId ?? "the id that createService gave") },
  ];
}

const inPage = `// In the page, which has no password
import { Verigator, init } from "verigator";

await init();
const { me } = Verigator.viaGateway("/2fa");`;

const onServer = (serviceId) => `// On the server, which has it
import { Verigator } from "verigator";
import { createGateway, memoryLimits } from "verigator/gateway";

const gateway = createGateway({
  verigator: new Verigator(
    process.env.VERIGATOR_USERNAME,
    process.env.VERIGATOR_PASSWORD,
  ),
  serviceId: ${JSON.stringify(serviceId)},
  identify: (request) => userIdOfSession(request),
  limits: memoryLimits(),
});
export default { fetch: gateway.fetch };`;
