"use client";

import { useEffect } from "react";
import * as verigator from "verigator";
import * as sandbox from "verigator/sandbox";
import { pageFlow } from "../page-flow.mjs";

export default function Page() {
  useEffect(() => {
    window.result = pageFlow(verigator, sandbox);
  }, []);
  return <p>consumer</p>;
}
