import { useEffect, useSyncExternalStore } from "react";
import { createLogin } from "verigator/login";

const login = createLogin({ gateway: "/2fa" });
const getState = () => login.state;

export function Login() {
  const { step, rejection, error } = useSyncExternalStore(login.subscribe, getState, getState);
  useEffect(() => void login.resume(), []); // after a reload the user may be waiting for the PIN
  if (step === "verified") return <p role="status">You are verified.</p>;
  if (step === "idle" || step === "failed") return <button onClick={() => login.start("sms")}>Send a PIN</button>;
  return (
    <form action={(data) => login.verify(data.get("pin"))}>
      <input name="pin" aria-label="PIN" inputMode="numeric" autoComplete="one-time-code" />
      <button disabled={step !== "waiting"}>Verify</button>
      <p role="alert">{rejection ?? error?.code}</p>
    </form>
  );
}
