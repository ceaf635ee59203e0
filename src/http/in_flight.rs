//! The calls in flight, each of which runs in the async context of its caller.
//!
//! wasm-bindgen-futures has one queue for all futures. It runs in the context of whoever woke it first, and stops for ever if a test runner replaces
//! `queueMicrotask`. Here the future of a call is polled on its own: first by the method that was called, then by the callback of what it waits for.

use std::cell::{OnceCell, RefCell};
use std::future::Future;
use std::mem::ManuallyDrop;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

/// What happened to a step of a call: a number that `safe-access.js` knows, and a value.
pub(super) type Event = (u32, JsValue);

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// The place of a call in the table. It is used again once the call is done.
#[derive(Clone, Copy)]
pub(crate) struct CallId(pub(super) u32);

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
pub(super) fn with_notify<T>(act: impl FnOnce(&Notify) -> T) -> T {
    let create = || Closure::new(|call, step, event, value| notify(CallId(call), step, (event, value)));
    act(NOTIFY.with(|notify| *notify.get_or_init(|| Box::leak(Box::new(create())))))
}

/// Begins a step of the call, and returns its number. What happened to earlier steps is forgotten.
pub(super) fn begin_step(id: CallId) -> u32 {
    with(id, |call| {
        call.step = call.step.wrapping_add(1);
        call.event = None;
        call.step
    })
    .unwrap_or_default()
}

/// Takes what happened to the current step.
pub(super) fn take_event(id: CallId) -> Option<Event> {
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
