"use client";

import { useEffect } from "react";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { flow } from "../flow.mjs";

async function run() {
  await Promise.all([verigator.init(), sandbox.init()]);
  return flow(verigator, sandbox);
}

export default function Page() {
  useEffect(() => {
    window.result = run();
  }, []);
  return <p>consumer</p>;
}
