//! How an exchange with the server has ended, as JavaScript tells it.
//!
//! One function takes all endings. A future made of each exchange's own promise would make two functions more per call
//! and have them watched by the garbage collector (BENCHMARKS.md has the figures).

use std::cell::RefCell;

use js_sys::Promise;
use slab::Slab;
use wasm_bindgen::prelude::*;

/// How it ended, by the numbers of `exchange.js`, with what belongs to that.
pub(crate) struct Ending {
    pub(crate) number: u32,
    /// The text of the answer, or what was thrown.
    pub(crate) value: JsValue,
    pub(crate) status: u16,
    pub(crate) is_redirect: bool,
    pub(crate) headers: JsValue,
    pub(crate) began_ms: f64,
}

/// Called once with the key that came with it, then with what an [`Ending`] is made of. Gives what the exchange's promise
/// resolves with, which may be another promise.
pub(crate) type Tell = Closure<dyn Fn(u32, u32, JsValue, u16, bool, JsValue, f64) -> JsValue>;

type Judge = Box<dyn FnOnce(Ending) -> JsValue>;

thread_local! {
    /// What has begun and not ended, by key.
    static BEGUN: RefCell<Slab<Judge>> = const { RefCell::new(Slab::new()) };
    static TELL: Tell = Closure::new(tell);
}

/// Begins what will be told, and then judged.
pub(crate) fn begin(exchange: impl FnOnce(&Tell, u32) -> Promise, judge: Judge) -> Promise {
    let key = BEGUN.with_borrow_mut(|begun| begun.insert(judge));
    TELL.with(|tell| exchange(tell, key as u32))
}

fn tell(
    key: u32,
    number: u32,
    value: JsValue,
    status: u16,
    is_redirect: bool,
    headers: JsValue,
    began_ms: f64,
) -> JsValue {
    let begun = BEGUN.with_borrow_mut(|begun| begun.try_remove(key as usize));
    let ending = Ending { number, value, status, is_redirect, headers, began_ms };
    begun.map_or(JsValue::UNDEFINED, |judge| judge(ending))
}
