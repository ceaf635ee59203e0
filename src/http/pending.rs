//! Waits for what ends a step of an attempt: a promise that settles, the time limit, or an abort.
//!
//! One JavaScript function notifies all calls, by number. A `JsFuture` for each promise would create two functions that
//! the garbage collector has to watch, and take 1.3 times as long for a call (BENCHMARKS.md has the figures).

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

pub(super) use super::in_flight::Notify;
use super::in_flight::{self, CallId, Event, with_notify};
use crate::js::member;

#[wasm_bindgen]
extern "C" {
    /// An AbortSignal, the runtime's own or another implementation's.
    #[derive(Clone)]
    pub(crate) type AbortSignal;

    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(notify: &Notify, milliseconds: u32, call: u32, step: u32, event: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Returns the reason of an aborted signal, an `AbortError` if it has none.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn reason(signal: &AbortSignal) -> JsValue;
    /// Notifies of an abort, in the async context of this call. Returns a function that ends that, or undefined if the signal cannot be listened to.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn listen(notify: &Notify, call: u32, step: u32, signal: &AbortSignal) -> Option<Function>;
}

/// The events, by the numbers that `safe-access.js` knows.
const NATIVE_RESPONSE: u32 = 0;
const FULFILLED: u32 = 1;
const REJECTED: u32 = 2;
const TIMED_OUT: u32 = 3;

/// How a promise settled.
pub(super) enum Settled {
    /// With the members of a `Response` of the runtime's own.
    NativeResponse(JsValue),
    Fulfilled(JsValue),
    Rejected(JsValue),
}

/// Why a promise is no longer waited for.
pub(super) enum Interruption {
    TimedOut,
    /// With the reason of the caller's signal.
    Aborted(JsValue),
}

/// A step of a call that waits. Dropping it clears its timer and removes its listener.
pub(super) struct Pending {
    call: CallId,
    step: u32,
    timer: Option<JsValue>,
    signal: Option<AbortSignal>,
    stop_listening: Option<Function>,
}

impl Pending {
    /// Starts the time limit and listens to the signal.
    pub(super) fn new(call: CallId, timeout_ms: u32, signal: Option<&AbortSignal>) -> Pending {
        let step = in_flight::begin_step(call);
        with_notify(|notify| Pending {
            call,
            step,
            // In workerd's global scope there are no timers. There is no fetch either, so the wait still ends.
            timer: set_timeout(notify, timeout_ms, call.0, step, TIMED_OUT).ok(),
            signal: signal.cloned(),
            // A signal that cannot be listened to counts as one that never aborts.
            stop_listening: signal.and_then(|signal| listen(notify, call.0, step, signal)),
        })
    }

    /// Starts something that will notify, and waits for it.
    pub(super) async fn settle(&self, start: impl FnOnce(&Notify, u32, u32)) -> Result<Settled, Interruption> {
        with_notify(|notify| start(notify, self.call.0, self.step));
        let (event, value) = poll_fn(|_| self.event()).await;
        match event {
            NATIVE_RESPONSE => Ok(Settled::NativeResponse(value)),
            FULFILLED => Ok(Settled::Fulfilled(value)),
            REJECTED => Ok(Settled::Rejected(value)),
            _ => Err(self.interruption(event)),
        }
    }

    /// Waits for a promise that few calls have.
    pub(super) async fn settle_promise(&self, promise: Promise) -> Result<Result<JsValue, JsValue>, Interruption> {
        let mut promise = pin!(JsFuture::from(promise));
        poll_fn(|context| match promise.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(Ok(result)),
            Poll::Pending => self.event().map(|(event, _)| Err(self.interruption(event))),
        })
        .await
    }

    /// What happened to the step. Needs no waker, since the notification polls the call.
    fn event(&self) -> Poll<Event> {
        in_flight::take_event(self.call).map_or(Poll::Pending, Poll::Ready)
    }

    fn interruption(&self, event: u32) -> Interruption {
        match &self.signal {
            Some(signal) if event != TIMED_OUT => Interruption::Aborted(reason(signal)),
            _ => Interruption::TimedOut,
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        in_flight::begin_step(self.call);
        if let Some(timer) = &self.timer {
            let _ = clear_timeout(timer);
        }
        if let Some(stop_listening) = &self.stop_listening {
            let _ = stop_listening.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Waits so long, or fails with the signal's reason.
pub(super) async fn pause(call: CallId, milliseconds: u32, signal: Option<&AbortSignal>) -> Result<(), JsValue> {
    if let Some(reason) = aborted(signal) {
        return Err(reason);
    }
    match Pending::new(call, milliseconds, signal).settle(|_, _, _| {}).await {
        Err(Interruption::Aborted(reason)) => Err(reason),
        _ => Ok(()),
    }
}

/// The reason of a signal that is aborted already.
pub(super) fn aborted(signal: Option<&AbortSignal>) -> Option<JsValue> {
    let signal = signal.filter(|signal| member(signal, "aborted").is_truthy())?;
    Some(reason(signal))
}
