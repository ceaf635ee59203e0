//! Decodes arbitrary bytes as the body of every response.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| verigator::fuzzing::decode_response(bytes));
