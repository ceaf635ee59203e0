const phoneNumber = "+3725555555";

/**
 * Runs the flow of the official READMEs with the classes that a runtime imported. The result is plain JSON, so that another process can
 * compare it with `expectedResult`.
 */
export async function flow({ Verigator }, { Sandbox }) {
  const sandbox = new Sandbox();
  const verigator = new Verigator(sandbox.username, sandbox.password, { fetch: sandbox.fetch });
  const created = await verigator.createService("Coffee Shop", "coffeeshop.com");
  const service = await verigator.getService(created.id);
  const user = await service.registerUser("user@example.com", phoneNumber);

  const byApp = await user.authenticateUsingTotp();
  const bySms = await user.authenticateUsingSms();
  const pin = sandbox.inbox.messages(phoneNumber).at(-1).pin;
  const rejected = await user.verifyPin(pin === "000000" ? "000001" : "000000");
  const accepted = await user.verifyPin(pin);
  const listed = (await service.getUsers()).map(({ username }) => username);

  await user.delete();
  await service.delete();
  const gone = await verigator.getService(created.id).catch(({ name, status }) => ({ name, status }));
  return { name: service.name, byApp, bySms, rejected: rejected.reason, accepted: accepted.verified, listed, gone };
}

export const expectedResult = {
  name: "Coffee Shop",
  byApp: { method: "sms", requestedMethod: "totp" },
  bySms: { method: "sms", requestedMethod: "sms" },
  rejected: "invalid",
  accepted: true,
  listed: ["user@example.com"],
  gone: { name: "NoSuchResourceError", status: 404 },
};
