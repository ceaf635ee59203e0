//! The end of a wait: by the clock or by the caller's AbortSignal, whichever is first.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, milliseconds: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;

    /// An AbortSignal, the runtime's own or another implementation's.
    #[derive(Clone)]
    pub(crate) type AbortSignal;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn aborted(this: &AbortSignal) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    fn reason(this: &AbortSignal) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = addEventListener)]
    fn add_event_listener(this: &AbortSignal, event: &str, callback: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = removeEventListener)]
    fn remove_event_listener(this: &AbortSignal, event: &str, callback: &JsValue) -> Result<(), JsValue>;
}

impl AbortSignal {
    /// The signal's own reason, once it is aborted.
    pub(crate) fn abort_reason(&self) -> Option<JsValue> {
        self.aborted().is_ok_and(|aborted| aborted.is_truthy()).then(|| self.reason().unwrap_or_default())
    }
}

/// Why a wait ended before what was waited for.
#[derive(Clone, Debug)]
pub(crate) enum Ended {
    TimedOut,
    /// With the signal's own reason.
    Aborted(JsValue),
}

/// A running time limit. Dropping it leaves no timer and no listener behind.
pub(crate) struct Deadline {
    state: Rc<State>,
    timer: JsValue,
    _on_time: Closure<dyn FnMut()>,
    signal: Option<(AbortSignal, Closure<dyn FnMut()>)>,
}

#[derive(Default)]
struct State {
    ended: RefCell<Option<Ended>>,
    waker: Cell<Option<Waker>>,
}

impl State {
    fn end(&self, ended: Ended) {
        self.ended.borrow_mut().get_or_insert(ended);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl Deadline {
    /// Starts the clock and listens to the signal.
    pub(crate) fn start(milliseconds: u32, signal: Option<&AbortSignal>) -> Deadline {
        let state = Rc::new(State::default());
        let on_time = Closure::new({
            let state = Rc::clone(&state);
            move || state.end(Ended::TimedOut)
        });
        // In workerd's global scope there are no timers. There is no fetch either, so the wait still ends.
        let timer = set_timeout(on_time.as_ref(), milliseconds).unwrap_or_default();
        let signal = signal.map(|signal| (signal.clone(), listen(signal, &state)));
        Deadline { state, timer, _on_time: on_time, signal }
    }

    /// Waits for the future, but no longer than the deadline.
    pub(crate) async fn within<T>(&self, future: impl Future<Output = T>) -> Result<T, Ended> {
        let mut future = pin!(future);
        poll_fn(|context| {
            if let Some(ended) = self.state.ended.borrow().clone() {
                return Poll::Ready(Err(ended));
            }
            self.state.waker.set(Some(context.waker().clone()));
            future.as_mut().poll(context).map(Ok)
        })
        .await
    }

    /// Waits for the deadline itself.
    pub(crate) async fn passed(&self) -> Ended {
        match self.within(std::future::pending::<std::convert::Infallible>()).await {
            Err(ended) => ended,
            Ok(never) => match never {},
        }
    }
}

/// A signal that can't be listened to is taken as one that never aborts: it was checked when it came in.
fn listen(signal: &AbortSignal, state: &Rc<State>) -> Closure<dyn FnMut()> {
    let on_abort = Closure::new({
        let (state, signal) = (Rc::clone(state), signal.clone());
        move || state.end(Ended::Aborted(signal.reason().unwrap_or_default()))
    });
    let _ = signal.add_event_listener("abort", on_abort.as_ref());
    if let Some(reason) = signal.abort_reason() {
        state.end(Ended::Aborted(reason));
    }
    on_abort
}

impl Drop for Deadline {
    fn drop(&mut self) {
        let _ = clear_timeout(&self.timer);
        if let Some((signal, on_abort)) = &self.signal {
            let _ = signal.remove_event_listener("abort", on_abort.as_ref());
        }
    }
}
