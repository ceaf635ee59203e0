import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { Result } from "../app/script.js";
import { flow } from "../flow.mjs";

export async function getServerSideProps() {
  return { props: { result: await flow(verigator, sandbox) } };
}

/** A page of the pages router. */
export default Result;
