import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "../../flow.mjs";

export async function loader() {
  return Response.json(await flow(verigator, sandbox));
}
