import { NumberVerification, Verigator } from "verigator";
import { Sandbox } from "verigator/sandbox";

const phoneNumber = "+3725555555";

/**
 * The API as a sandbox in this process, with one user whose PINs can be read: Verigator with a service, or Number Verification, where the user is one of the
 * site.
 */
export async function openApi(api = "verigator") {
  const sandbox = new Sandbox();
  if (api === "number-verification") return openNumberVerification(sandbox);
  const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  const service = await verigator.createService("Shop", "shop.example");
  const user = await service.registerUser("ann", phoneNumber);
  return {
    ...apiOf(sandbox),
    verigator,
    service,
    user,
    /** The environment of a gateway to this API. */
    environment: {
      VERIGATOR_USERNAME: sandbox.username,
      VERIGATOR_PASSWORD: sandbox.password,
      VERIGATOR_SERVICE_ID: service.id,
    },
    clientOptions: { verigator, serviceId: service.id },
    addUser: (id, number) => service.registerUser(id, number),
    /** What matches the requests of a start and of a PIN, for faults. */
    startRequest: { method: "POST" },
    pinRequest: { method: "PUT" },
    verificationCount: () => sandbox.requests.filter(({ method }) => method === "PUT").length,
  };
}

/** `phoneNumbers` is the site's database: a test that runs a recipe copies it there. */
function openNumberVerification(sandbox) {
  const numberVerification = new NumberVerification(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  const phoneNumbers = new Map([["ann", phoneNumber]]);
  return {
    ...apiOf(sandbox),
    user: { id: "ann" },
    phoneNumbers,
    environment: {
      VERIGATOR_API: "number-verification",
      VERIGATOR_USERNAME: sandbox.username,
      VERIGATOR_PASSWORD: sandbox.password,
    },
    clientOptions: { numberVerification, phoneNumber: (userId) => phoneNumbers.get(userId) ?? null },
    addUser: async (id, number) => {
      phoneNumbers.set(id, number);
      return { id };
    },
    startRequest: { path: "/verify/start" },
    pinRequest: { path: "/verify/pin" },
    verificationCount: () => sandbox.requests.filter(({ path }) => path === "/verify/pin").length,
  };
}

function apiOf(sandbox) {
  const rightPin = () => sandbox.inbox.messages(phoneNumber).at(-1).pin;
  return {
    sandbox,
    rightPin,
    wrongPin: () => (rightPin() === "000000" ? "000001" : "000000"),
    smsCount: () => sandbox.inbox.messages(phoneNumber).length,
  };
}
