//! Any text as a server's message and as a header.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| verigator::fuzzing::redact_text(text));
