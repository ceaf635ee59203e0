import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "../../flow.mjs";

export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json(await flow(verigator, sandbox));
}
