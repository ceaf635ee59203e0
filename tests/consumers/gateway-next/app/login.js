"use client";

import { useEffect } from "react";
import { init, Verigator } from "verigator";

/** Hands the page's user to the test, which types the PIN. */
export function Login({ ticket }) {
  useEffect(() => {
    window.opened = init().then(() => (window.page = Verigator.viaGateway("/2fa", { ticket })));
  }, [ticket]);
  return <p>second factor</p>;
}
