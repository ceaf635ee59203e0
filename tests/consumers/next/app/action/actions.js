"use server";

import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "../../flow.mjs";

export async function runOnServer() {
  return flow(verigator, sandbox);
}
