import { useRef } from "react";
import type { VerigatorLoginElement } from "verigator/element";

export function SecondFactor() {
  const element = useRef<VerigatorLoginElement>(null);
  return <verigator-login ref={element} gateway="/2fa" next="/account" pin-length="6" method="sms" lang="et" hidden />;
}

export const number = <verigator-login pin-length={6} className="login" />;

// @ts-expect-error: no method
export const method = <verigator-login method="email" />;
// @ts-expect-error: no number
export const length = <verigator-login pin-length="six" />;
// @ts-expect-error: a property that cannot be set
export const property = <verigator-login pinLength={6} />;
