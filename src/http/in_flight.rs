//! The calls in flight, each of which runs in the async context of its caller.
//!
//! wasm-bindgen-futures has one queue for all futures. It runs in the context of whoever woke it first, and stops for ever if a test runner replaces
//! `queueMicrotask`. Here the future of a call is polled on its own: first by the method that was called, then by the callback of what it waits for,
//! a promise that settles, the time limit, or an abort.
//!
//! One JavaScript function notifies all calls, by number. A `JsFuture` for each promise would create two functions that
//! the garbage collector has to watch, and take 1.3 times as long for a call (BENCHMARKS.md has the figures).

use std::cell::{OnceCell, RefCell};
use std::future::{Future, poll_fn};
use std::mem::ManuallyDrop;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::js::member;

/// What happened to a step of a call: a number that `safe-access.js` knows, and a value.
type Event = (u32, JsValue);

/// The events, by the numbers that `safe-access.js` knows.
const NATIVE_RESPONSE: u32 = 0;
const FULFILLED: u32 = 1;
const REJECTED: u32 = 2;
const TIMED_OUT: u32 = 3;

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// The place of a call in the table. It is used again once the call is done.
#[derive(Clone, Copy)]
pub(crate) struct CallId(u32);

#[derive(Default)]
struct Call {
    /// `None` while it is polled, and once it is done.
    work: Option<Work>,
    /// Whether it was woken while it was polled.
    is_woken: bool,
    /// Tells a step from earlier ones, whose promises may still settle.
    step: u32,
    event: Option<Event>,
}

struct Calls {
    all: Vec<Call>,
    free: Vec<u32>,
    /// How many calls are being polled: one, or more if polling one settles what another waits for.
    polled: u32,
}

/// Called with a call, its step, an event and a value.
pub(super) type Notify = Closure<dyn Fn(u32, u32, u32, JsValue)>;

// Neither is ever dropped: the destructors of thread-local values take 0.4 KB.
thread_local! {
    static CALLS: ManuallyDrop<RefCell<Calls>> =
        const { ManuallyDrop::new(RefCell::new(Calls { all: Vec::new(), free: Vec::new(), polled: 0 })) };
    static NOTIFY: OnceCell<&'static Notify> = const { OnceCell::new() };
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Returns a promise of the runtime's own, also where a program has replaced the global class.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn promise(executor: &mut dyn FnMut(Function, Function)) -> Promise;
    /// Notifies in the next microtask.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn later(notify: &Notify, call: u32, step: u32);
    /// Returns the reason of an aborted signal, an `AbortError` if it has none.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn reason(signal: &AbortSignal) -> JsValue;
    /// Notifies of an abort, in the async context of this call. Returns a function that ends that, or undefined if the signal cannot be listened to.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn listen(notify: &Notify, call: u32, step: u32, signal: &AbortSignal) -> Option<Function>;
}

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

/// Polls the future of a call for the first time, and returns a promise of its output. A call with a signal waits for the next microtask: it sends nothing
/// if it is aborted in the turn in which it was made, for which Bun's fetch would be too fast.
pub(crate) fn start<F>(has_signal: bool, call: impl FnOnce(CallId) -> F) -> Promise
where
    F: Future<Output = Result<JsValue, JsValue>> + 'static,
{
    let mut call = Some(call);
    promise(&mut |resolve, reject| {
        let Some(call) = call.take() else { return };
        let id = with_calls(|calls| {
            CallId(calls.free.pop().unwrap_or_else(|| {
                calls.all.push(Call::default());
                calls.all.len() as u32 - 1
            }))
        });
        let result = call(id);
        let work = async move {
            let (settle, value) = match result.await {
                Ok(value) => (resolve, value),
                Err(error) => (reject, error),
            };
            // The functions of a native promise do not throw.
            let _ = settle.call1(&JsValue::UNDEFINED, &value);
        };
        let step = with(id, |call| {
            call.work = Some(Box::pin(work));
            call.step
        });
        if !has_signal && with_calls(|calls| calls.polled == 0) {
            poll(id);
        } else {
            // A hook made this call. Were it polled at once, a hook that always calls would call itself without end.
            with_notify(|notify| later(notify, id.0, step.unwrap_or_default()));
        }
    })
}

/// Runs with the one function by which JavaScript notifies.
fn with_notify<T>(act: impl FnOnce(&Notify) -> T) -> T {
    let create = || Closure::new(|call, step, event, value| notify(CallId(call), step, (event, value)));
    act(NOTIFY.with(|notify| *notify.get_or_init(|| Box::leak(Box::new(create())))))
}

/// Begins a step of the call, and returns its number. What happened to earlier steps is forgotten.
fn begin_step(id: CallId) -> u32 {
    with(id, |call| {
        call.step = call.step.wrapping_add(1);
        call.event = None;
        call.step
    })
    .unwrap_or_default()
}

/// Takes what happened to the current step.
fn take_event(id: CallId) -> Option<Event> {
    with(id, |call| call.event.take()).flatten()
}

/// Notes what happened to a step, and continues its call. Of two events the one with the higher number stays: a time limit or an abort.
fn notify(id: CallId, step: u32, event: Event) {
    let is_current = with(id, |call| {
        let is_current = call.step == step;
        if is_current && call.event.as_ref().is_none_or(|earlier| earlier.0 < event.0) {
            call.event = Some(event);
        }
        is_current
    });
    if is_current == Some(true) {
        poll(id);
    }
}

/// Polls the future of a call, unless it is being polled or is done. Nothing is borrowed meanwhile, since a hook may start other calls.
fn poll(id: CallId) {
    let waker = Waker::from(Arc::new(CallWaker(id)));
    let take_work = |call: &mut Call| {
        call.is_woken = call.work.is_none();
        call.work.take()
    };
    with_calls(|calls| calls.polled += 1);
    while let Some(Some(mut work)) = with(id, take_work) {
        if work.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
            // Dropping it may run other code.
            drop(work);
            begin_step(id);
            with_calls(|calls| calls.free.push(id.0));
            break;
        }
        let put_back = |call: &mut Call| {
            call.work = Some(work);
            call.is_woken
        };
        if with(id, put_back) != Some(true) {
            break;
        }
    }
    with_calls(|calls| calls.polled -= 1);
}

fn with_calls<T>(act: impl FnOnce(&mut Calls) -> T) -> T {
    CALLS.with(|calls| act(&mut calls.borrow_mut()))
}

fn with<T>(id: CallId, act: impl FnOnce(&mut Call) -> T) -> Option<T> {
    with_calls(|calls| calls.all.get_mut(id.0 as usize).map(act))
}

/// Continues a call that waits for a `JsFuture`. One that comes late polls another call once too often, which changes nothing.
struct CallWaker(CallId);

impl Wake for CallWaker {
    fn wake(self: Arc<Self>) {
        poll(self.0);
    }
}

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
        let step = begin_step(call);
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
        take_event(self.call).map_or(Poll::Pending, Poll::Ready)
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
        begin_step(self.call);
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
