//! Where the code runs, as far as it decides what credentials and headers may be sent.

use js_sys::{Function, global};
use wasm_bindgen::prelude::*;

use crate::object::member;

/// Whether this is a web page or a browser's worker, where everybody can read the code and what it holds.
///
/// A DOM alone proves nothing: Node has one under jsdom. And workerd has a browser's worker globals.
pub(crate) fn is_browser() -> bool {
    let global = global();
    let runs_on_a_server = member(&member(&member(&global, "process"), "versions"), "node").is_string()
        || is_deno()
        || member(&global, "Bun").is_object()
        || member(&global, "WebSocketPair").is_function();
    !runs_on_a_server && (member(&global, "document").is_object() || is_worker(&global))
}

/// Whether this is Deno.
pub(crate) fn is_deno() -> bool {
    member(&global(), "Deno").is_object()
}

fn is_worker(global: &JsValue) -> bool {
    let scope = member(global, "WorkerGlobalScope");
    scope.dyn_ref::<Function>().is_some_and(|scope| {
        let prototype = member(scope, "prototype");
        prototype.dyn_ref::<js_sys::Object>().is_some_and(|prototype| prototype.is_prototype_of(global))
    })
}
