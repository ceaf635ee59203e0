//! Waits for what ends a step of an attempt: a promise that settles, the time limit, or an abort.
//!
//! One JavaScript function notifies all attempts, by ticket. A `JsFuture` for each promise would create two functions that
//! the garbage collector has to watch, and take 1.3 times as long for a call (BENCHMARKS.md has the figures).

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::js::member;

#[wasm_bindgen]
extern "C" {
    /// An AbortSignal, the runtime's own or another implementation's.
    #[derive(Clone)]
    pub(crate) type AbortSignal;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add_event_listener(this: &AbortSignal, event: &str, listener: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove_event_listener(this: &AbortSignal, event: &str, listener: &Function) -> Result<(), JsValue>;

    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(notify: &Notify, milliseconds: u32, slot: u32, serial: u32, event: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = ["Function", "prototype", "bind"], js_name = call)]
    fn bind(notify: &Notify, this: &JsValue, slot: u32, serial: u32, event: u32) -> Function;
}

#[wasm_bindgen(module = "/pkg-template/safe-access.js")]
extern "C" {
    /// Returns the reason of an aborted signal, an `AbortError` if it has none.
    #[wasm_bindgen(js_namespace = safeAccess)]
    fn reason(signal: &AbortSignal) -> JsValue;
}

/// Called with a slot, its serial, an event and a value.
pub(super) type Notify = Closure<dyn Fn(u32, u32, u32, JsValue)>;

/// The events, by the numbers that `safe-access.js` knows.
const NATIVE_RESPONSE: u32 = 0;
const FULFILLED: u32 = 1;
const REJECTED: u32 = 2;
const TIMED_OUT: u32 = 3;
const ABORTED: u32 = 4;

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

/// Identifies an attempt for [`Notify`].
#[derive(Clone, Copy)]
pub(super) struct Ticket {
    pub(super) slot: u32,
    /// Tells the attempt from earlier ones in the same slot, whose promises may still settle.
    pub(super) serial: u32,
}

#[derive(Default)]
struct Slot {
    serial: u32,
    is_taken: bool,
    event: Option<(u32, JsValue)>,
    waker: Option<Waker>,
}

struct Slots {
    all: Vec<Slot>,
    free: Vec<u32>,
}

thread_local! {
    static SLOTS: RefCell<Slots> = const { RefCell::new(Slots { all: Vec::new(), free: Vec::new() }) };
    static NOTIFY: Notify = Closure::new(notify);
}

fn notify(slot: u32, serial: u32, event: u32, value: JsValue) {
    let waker = with_slot(Ticket { slot, serial }, |slot| {
        // A time limit or an abort stays, whatever settles after it.
        if slot.event.as_ref().is_none_or(|(earlier, _)| *earlier < TIMED_OUT) {
            slot.event = Some((event, value));
        }
        slot.waker.take()
    });
    if let Some(waker) = waker.flatten() {
        waker.wake();
    }
}

/// Runs on the slot if the ticket is still valid.
fn with_slot<T>(ticket: Ticket, run: impl FnOnce(&mut Slot) -> T) -> Option<T> {
    SLOTS.with_borrow_mut(|slots| {
        let slot = slots.all.get_mut(ticket.slot as usize)?;
        (slot.is_taken && slot.serial == ticket.serial).then(|| run(slot))
    })
}

/// An attempt that waits. Dropping it clears its timer and removes its listener.
pub(super) struct Pending {
    ticket: Ticket,
    timer: Option<JsValue>,
    listener: Option<(AbortSignal, Function)>,
}

impl Pending {
    /// Starts the time limit and listens to the signal.
    pub(super) fn new(timeout_ms: u32, signal: Option<&AbortSignal>) -> Pending {
        let ticket = take_slot();
        let Ticket { slot, serial } = ticket;
        NOTIFY.with(|notify| {
            // In workerd's global scope there are no timers. There is no fetch either, so the wait still ends.
            let timer = set_timeout(notify, timeout_ms, slot, serial, TIMED_OUT).ok();
            let listener = signal.map(|signal| {
                let listener = bind(notify, &JsValue::UNDEFINED, slot, serial, ABORTED);
                // A signal that cannot be listened to counts as one that never aborts.
                let _ = signal.add_event_listener("abort", &listener);
                (signal.clone(), listener)
            });
            Pending { ticket, timer, listener }
        })
    }

    /// Starts something that will notify, and waits for it.
    pub(super) async fn settle(&self, start: impl FnOnce(&Notify, Ticket)) -> Result<Settled, Interruption> {
        NOTIFY.with(|notify| start(notify, self.ticket));
        let (event, value) = self.event().await;
        match event {
            NATIVE_RESPONSE => Ok(Settled::NativeResponse(value)),
            FULFILLED => Ok(Settled::Fulfilled(value)),
            REJECTED => Ok(Settled::Rejected(value)),
            TIMED_OUT => Err(Interruption::TimedOut),
            _ => Err(Interruption::Aborted(self.reason())),
        }
    }

    async fn event(&self) -> (u32, JsValue) {
        poll_fn(|context| {
            let polled = with_slot(self.ticket, |slot| match slot.event.take() {
                Some(event) => Poll::Ready(event),
                None => {
                    slot.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            });
            polled.unwrap_or(Poll::Pending)
        })
        .await
    }

    fn reason(&self) -> JsValue {
        self.listener.as_ref().map(|(signal, _)| reason(signal)).unwrap_or_default()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        free_slot(self.ticket);
        if let Some(timer) = &self.timer {
            let _ = clear_timeout(timer);
        }
        if let Some((signal, listener)) = &self.listener {
            let _ = signal.remove_event_listener("abort", listener);
        }
    }
}

/// Waits so long, or fails with the signal's reason.
pub(super) async fn pause(milliseconds: u32, signal: Option<&AbortSignal>) -> Result<(), JsValue> {
    if let Some(reason) = aborted(signal) {
        return Err(reason);
    }
    match Pending::new(milliseconds, signal).settle(|_, _| {}).await {
        Err(Interruption::Aborted(reason)) => Err(reason),
        _ => Ok(()),
    }
}

/// The reason of a signal that is aborted already.
pub(super) fn aborted(signal: Option<&AbortSignal>) -> Option<JsValue> {
    let signal = signal.filter(|signal| member(signal, "aborted").is_truthy())?;
    Some(reason(signal))
}

fn take_slot() -> Ticket {
    SLOTS.with_borrow_mut(|Slots { all, free }| {
        let index = free.pop().unwrap_or_else(|| {
            all.push(Slot::default());
            all.len() as u32 - 1
        });
        let serial = all.get_mut(index as usize).map(|slot| {
            *slot = Slot { serial: slot.serial.wrapping_add(1), is_taken: true, ..Slot::default() };
            slot.serial
        });
        Ticket { slot: index, serial: serial.unwrap_or_default() }
    })
}

fn free_slot(ticket: Ticket) {
    // The event may hold a value whose release runs other code, so it is dropped after the slots are released.
    let freed = with_slot(ticket, |slot| std::mem::replace(slot, Slot { serial: slot.serial, ..Slot::default() }));
    if freed.is_some() {
        SLOTS.with_borrow_mut(|slots| slots.free.push(ticket.slot));
    }
}
