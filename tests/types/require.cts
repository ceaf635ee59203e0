/** The same as `flow.mts`, in short, with `require`. */
import verigator = require("verigator");
import inline = require("verigator/inline");
import gateway = require("verigator/gateway");
import sandbox = require("verigator/sandbox");

export async function flow(options: verigator.VerigatorOptions): Promise<sandbox.RequestRecord[]> {
  const { fetch, username, password, requests }: sandbox.Sandbox = new sandbox.Sandbox();
  const client = new verigator.Verigator(username, password, { ...options, fetch });
  const limits = gateway.memoryLimits();
  gateway.createGateway({ verigator: client, serviceId: "service", identify: () => null, limits });
  await new inline.Verigator(username, password).getService("service");
  return requests;
}
