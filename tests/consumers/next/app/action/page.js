"use client";

import { useEffect } from "react";
import { runOnServer } from "./actions.js";

/** Calls a Server Action. */
export default function Page() {
  useEffect(() => {
    window.result = runOnServer();
  }, []);
  return <p>consumer</p>;
}
