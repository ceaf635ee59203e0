/** A call of a store whose decision is awaited. */

/** Creates a pending call of `apply`, which rejects after the time limit. */
export function createCall(event, timeoutMs) {
  const call = { event, isSettled: false };
  call.decision = new Promise((resolve, reject) => {
    const settleBy = (settle) => (value) => {
      clearTimeout(timer);
      call.isSettled = true;
      settle(value);
    };
    call.resolve = settleBy(resolve);
    call.reject = settleBy(reject);
    const late = () =>
      call.reject(
        new Error(
          `expected the limit store to answer within ${timeoutMs} ms, got no answer; check its connection or raise timeoutMs`,
        ),
      );
    const timer = setTimeout(late, timeoutMs);
  });
  return call;
}

export function isPending(call) {
  return !call.isSettled;
}
