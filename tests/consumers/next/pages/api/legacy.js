import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "../../flow.mjs";

export default async function handler(request, response) {
  response.json(await flow(verigator, sandbox));
}
