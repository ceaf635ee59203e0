//! The runtime that the code runs in, as far as it decides which credentials, headers and bodies may be sent.

use crate::js::{global, member};

/// Whether this is a web page or a browser's worker, where everybody can read the code and what it holds.
///
/// A DOM alone proves nothing, since Node has one under jsdom. And workerd has the globals of a browser's worker.
pub(crate) fn is_browser() -> bool {
    let is_server = is_node() || is_deno() || is_bun() || global("WebSocketPair").is_function();
    !is_server && (global("document").is_object() || global("WorkerGlobalScope").is_function())
}

/// Whether this is Node, or a runtime that says so for compatibility.
pub(super) fn is_node() -> bool {
    member(&member(&global("process"), "versions"), "node").is_string()
}

pub(super) fn is_deno() -> bool {
    global("Deno").is_object()
}

pub(super) fn is_bun() -> bool {
    global("Bun").is_object()
}
