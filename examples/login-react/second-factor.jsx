"use client";
import { useEffect, useRef } from "react";
import "verigator/element";

/** The element in React. `onVerified` has to ask your server. */
export function SecondFactor({ onVerified }) {
  const element = useRef(null);
  useEffect(() => {
    // React sets neither properties nor listeners on a custom element that the server rendered.
    const { current } = element;
    current.addEventListener("verified", onVerified);
    if (current.login.state.step === "verified") onVerified();
    return () => current.removeEventListener("verified", onVerified);
  }, [onVerified]);
  return <verigator-login ref={element} gateway="/2fa" />;
}
