//! Redacts arbitrary text as a server's message, and parses it as a Retry-After header.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| verigator::fuzzing::redact_text(text));
