import { json } from "@sveltejs/kit";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "../../../flow.mjs";

export async function GET() {
  return json(await flow(verigator, sandbox));
}
