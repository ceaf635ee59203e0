//! How an exchange with the server, or a wait, has ended, as JavaScript tells it.
//!
//! One function takes all endings. A `JsFuture` makes two functions per promise and has them watched by the garbage
//! collector (ARCHITECTURE.md has the figures).

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use slab::Slab;
use wasm_bindgen::prelude::*;

/// That the time was over first.
pub(crate) const TIMED_OUT: u32 = 8;

/// How it ended, by the numbers of `exchange.js`, with what belongs to that.
pub(crate) struct Ending {
    pub(crate) number: u32,
    /// The text of the answer, or what was thrown.
    pub(crate) value: JsValue,
    pub(crate) status: u16,
    pub(crate) is_redirect: bool,
    pub(crate) headers: JsValue,
}

/// Called once with the key that came with it, then with what an [`Ending`] is made of.
pub(crate) type Tell = Closure<dyn Fn(u32, u32, JsValue, u16, bool, JsValue)>;

/// Resolves when the ending is told.
pub(crate) struct Told {
    state: Rc<Cell<State>>,
}

enum State {
    Untold,
    Awaited(Waker),
    Over(Ending),
}

thread_local! {
    /// What has begun and not ended, by key.
    static BEGUN: RefCell<Slab<Rc<Cell<State>>>> = const { RefCell::new(Slab::new()) };
    static TELL: Tell = Closure::new(tell);
}

/// Begins what will be told.
pub(crate) fn told(begin: impl FnOnce(&Tell, u32)) -> Told {
    let state = Rc::new(Cell::new(State::Untold));
    let key = BEGUN.with_borrow_mut(|begun| begun.insert(Rc::clone(&state)));
    TELL.with(|tell| begin(tell, key as u32));
    Told { state }
}

impl Future for Told {
    type Output = Ending;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Ending> {
        match self.state.replace(State::Untold) {
            State::Over(ending) => Poll::Ready(ending),
            State::Untold | State::Awaited(_) => {
                self.state.set(State::Awaited(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}

fn tell(key: u32, number: u32, value: JsValue, status: u16, is_redirect: bool, headers: JsValue) {
    let begun = BEGUN.with_borrow_mut(|begun| begun.try_remove(key as usize));
    let ending = Ending { number, value, status, is_redirect, headers };
    if let Some(State::Awaited(waker)) = begun.map(|state| state.replace(State::Over(ending))) {
        waker.wake();
    }
}
