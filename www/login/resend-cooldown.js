/** Creates a view of the time until the current user may request another SMS. */
export function resendCooldown({ session, clock }) {
  const secondsLeft = () => Math.max(0, Math.ceil(((session.login.resendAt ?? 0) - clock.now()) / 1000));

  return {
    isActive: () => secondsLeft() > 0,
    text: () => `in ${secondsLeft()} s${clock.isRunning ? "" : " (paused)"}`,
  };
}
