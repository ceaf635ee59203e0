import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "../../flow.mjs";
import { Result } from "../script.js";

export const dynamic = "force-dynamic";

/** A Server Component. */
export default async function Page() {
  return <Result result={await flow(verigator, sandbox)} />;
}
