"use client";

import { useEffect } from "react";
import { init, Verigator } from "verigator";

/** Exposes the page's user to the test, which enters the PIN. */
export function Login({ ticket }) {
  useEffect(() => {
    window.opened = init().then(() => (window.page = Verigator.viaGateway("/2fa", { ticket })));
  }, [ticket]);
  return <p>second factor</p>;
}
