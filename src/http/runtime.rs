//! The runtime that the code runs in, as far as it decides which credentials, headers and bodies may be sent.

use js_sys::global;

use crate::js::member;

/// Whether this is a web page or a browser's worker, where everybody can read the code and what it holds.
///
/// A DOM alone proves nothing, since Node has one under jsdom. And workerd has the globals of a browser's worker.
pub(crate) fn is_browser() -> bool {
    let global = global();
    let is_server = is_node() || is_deno() || is_bun() || member(&global, "WebSocketPair").is_function();
    !is_server && (member(&global, "document").is_object() || member(&global, "WorkerGlobalScope").is_function())
}

/// Whether this is Node, or a runtime that says so for compatibility.
pub(super) fn is_node() -> bool {
    member(&member(&member(&global(), "process"), "versions"), "node").is_string()
}

pub(super) fn is_deno() -> bool {
    member(&global(), "Deno").is_object()
}

pub(super) fn is_bun() -> bool {
    member(&global(), "Bun").is_object()
}
