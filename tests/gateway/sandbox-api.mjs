import { Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

const phoneNumber = "+3725555555";

/** The API as a sandbox in this process, with a service and one user whose PINs can be read. */
export async function openApi() {
  const sandbox = new Sandbox();
  const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  const service = await verigator.createService("Shop", "shop.example");
  const user = await service.registerUser("ann", phoneNumber);
  const rightPin = () => sandbox.inbox.messages(phoneNumber).at(-1).pin;
  return {
    sandbox,
    verigator,
    service,
    user,
    /** The environment of a gateway to this API. */
    environment: {
      VERIGATOR_USERNAME: sandbox.username,
      VERIGATOR_PASSWORD: sandbox.password,
      VERIGATOR_SERVICE_ID: service.id,
    },
    rightPin,
    wrongPin: () => (rightPin() === "000000" ? "000001" : "000000"),
    smsCount: () => sandbox.inbox.messages(phoneNumber).length,
    verificationCount: () => sandbox.requests.filter(({ method }) => method === "PUT").length,
  };
}
