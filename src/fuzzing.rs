//! The entry points of the fuzzer. They are compiled with `--cfg fuzzing` only, which cargo-fuzz sets.

use serde_json::Value;

use crate::api::{
    AuthenticationMethod, AuthenticationResponse, Decoded, GatewayStatusFields, ServiceFields, UserFields,
    VerificationResponse,
};
use crate::errors::Redactor;
use crate::http::parse_retry_after;

/// Decodes the bytes as each response of the API, and checks what must hold for any of them.
pub fn decode_response(bytes: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(bytes) else { return };
    is_explained(ServiceFields::decode(&json).map(|service| assert_ne!(service.id.as_str(), "..")));
    is_explained(UserFields::decode(&json).map(|user| assert_ne!(user.id.as_str(), "..")));
    is_explained(UserFields::decode_list(&json, |user| assert_ne!(user.id.as_str(), "..")));
    is_explained(AuthenticationResponse::decode(&json, AuthenticationMethod::Sms));
    is_explained(VerificationResponse::decode(&json));
    is_explained(GatewayStatusFields::decode(&json));
}

/// Redacts the text as a server's message, and parses it as a Retry-After header.
pub fn redact_text(text: &str) {
    let secrets = vec!["hunter2".to_owned(), "+372 555 5555".to_owned()];
    let redactor = Redactor { secrets, unknown_pin: false };
    for shown in
        [redactor.redact(text), redactor.redact_thrown(text), redactor.redact_id(text), redactor.redact_origin(text)]
    {
        assert!(!shown.contains("hunter2") && !shown.contains("3725555555") && !shown.chars().any(char::is_control));
    }
    parse_retry_after(text, 0.0, |_| f64::NAN);
}

/// An error names a field and what was expected.
fn is_explained<T>(decoded: Decoded<T>) {
    if let Err(error) = decoded {
        assert!(!error.field.is_empty() && !error.expected.is_empty());
    }
}
