//! The door by which the fuzzer reaches the decoders. It is built with `--cfg fuzzing` only, which cargo-fuzz sets.

use serde_json::Value;

use crate::api::{self, Mismatch};
use crate::redact::Secrets;
use crate::retry_after;

/// Reads the bytes as every answer that the API gives, and checks what must hold of whatever they are.
pub fn read_answer(bytes: &[u8]) {
    let Ok(answer) = serde_json::from_slice::<Value>(bytes) else { return };
    explained(api::service(&answer).map(|service| assert_ne!(service.id.as_str(), "..")));
    explained(api::user(&answer).map(|user| assert_ne!(user.id.as_str(), "..")));
    explained(api::users(&answer));
    explained(api::authentication(&answer));
    explained(api::verification(&answer));
    explained(api::progress(&answer));
    assert_ne!(api::error_message(&answer).as_deref(), Some(""));
}

/// Reads the text as a server's message and as its Retry-After.
pub fn read_text(text: &str) {
    let secrets = Secrets { texts: vec!["hunter2".to_owned(), "+372 555 5555".to_owned()], any_pin: false };
    for shown in
        [secrets.redact(text), secrets.redact_thrown(text), secrets.redact_id(text), secrets.redact_origin(text)]
    {
        assert!(!shown.contains("hunter2") && !shown.contains("3725555555") && !shown.chars().any(char::is_control));
    }
    retry_after::milliseconds(text, 0.0, |_| f64::NAN);
}

/// What is refused is explained, and never by what the answer holds.
fn explained<T>(decoded: Result<T, Mismatch>) {
    if let Err(Mismatch { field, expected, .. }) = decoded {
        assert!(!field.is_empty() && !expected.is_empty());
    }
}
