/**
 * Returns a promise that `start` settles by the two functions that it gets, or that rejects with the signal's reason if it aborts first. What `start`
 * returns is called once the promise is settled.
 */
export function abortable(signal, start) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    let stop;
    let isSettled = false;
    const settleBy = (callback) => (value) => {
      isSettled = true;
      signal?.removeEventListener("abort", abort);
      stop?.();
      callback(value);
    };
    const abort = () => settleBy(reject)(signal.reason);
    signal?.addEventListener("abort", abort, { once: true });
    stop = start(settleBy(resolve), settleBy(reject));
    if (isSettled) stop?.();
  });
}
