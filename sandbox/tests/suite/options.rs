use crate::harness::TestSandbox;
use serde_json::json;
use verigator_sandbox::Options;

#[track_caller]
fn error(options: serde_json::Value) -> String {
    Options::parse(&options.to_string()).expect_err("an error")
}

#[test]
fn errors_name_the_option_and_its_range() {
    assert_eq!(error(json!({ "pinLength": 3 })), "pinLength: expected an integer from 4 to 10, got one out of range");
    assert_eq!(error(json!({ "pinLength": 11 })), "pinLength: expected an integer from 4 to 10, got one out of range");
    assert_eq!(error(json!({ "pinLength": 6.5 })), "pinLength: expected an integer from 4 to 10, got a fraction");
    assert!(error(json!({ "pinLifetimeMs": 0 })).starts_with("pinLifetimeMs: expected an integer from 1"));
    assert!(error(json!({ "maxAttempts": 0 })).starts_with("maxAttempts: expected an integer from 1"));
    assert!(error(json!({ "seed": "a" })).starts_with("seed: expected an integer"));
    assert!(error(json!({ "now": "soon" })).starts_with("now: expected a time from 1970 to 9999"));
    assert!(error(json!({ "now": null })).ends_with("got nothing"));
    assert_eq!(error(json!({ "profile": "live" })), "profile: expected docs or sdk, got another string");
    let unknown = error(json!({ "pinlength": 6 }));
    assert!(unknown.starts_with("pinlength: expected only the fields username, "), "{unknown}");
    assert!(unknown.ends_with(", pins, seedData, senders"), "{unknown}");
    assert_eq!(error(json!(5)), "body: expected a JSON object, got a number");
}

#[test]
fn invalid_credentials_are_rejected_and_not_quoted() {
    assert!(
        error(json!({ "username": "a:secret" })).starts_with("username: expected a non-empty string without a colon")
    );
    assert_eq!(error(json!({ "username": "" })), "username: expected a non-empty string, got an empty one");
    assert_eq!(error(json!({ "password": 4711 })), "password: expected a string, got a number");
    assert_eq!(
        error(json!({ "accounts": { "ann": 4711 } })),
        "accounts: expected non-empty strings as passwords, got a number"
    );
    assert!(error(json!({ "accounts": ["ann"] })).starts_with("accounts: expected an object of username to password"));
    assert!(error(json!({ "accounts": { "": "secret" } })).starts_with("username: expected"));
}

#[test]
fn options_at_their_bounds_are_accepted() {
    for options in [
        json!({ "pinLength": 4, "pinLifetimeMs": 1, "maxAttempts": 1, "seed": 0, "now": 0 }),
        json!({ "pinLength": 10, "pinLifetimeMs": 31_536_000_000_i64, "maxAttempts": 1_000_000, "seed": -9_007_199_254_740_991_i64 }),
        json!({ "now": "2026-01-01T00:00:00Z", "profile": "sdk", "accounts": {} }),
    ] {
        assert!(Options::parse(&options.to_string()).is_ok(), "{options}");
    }
}

#[test]
fn ids_and_pins_depend_on_the_seed() {
    let run = |seed: i64| {
        let mut sandbox = TestSandbox::with(json!({ "seed": seed }));
        let authentication = sandbox.authentication();
        (authentication.clone(), sandbox.start_sms(&authentication))
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
    assert_ne!(run(1), run(-1));
}

#[test]
fn additional_accounts_are_accepted_and_never_replace_the_first() {
    let mut sandbox = TestSandbox::with(json!({ "accounts": { "other": "secret", "sandbox": "replaced" } }));
    let body = r#"{"fqdn":"a.com","name":"A"}"#;
    assert_eq!(sandbox.call_as("other:secret", "POST", "/v1/service/service", body).status, 201);
    assert_eq!(sandbox.call_as("sandbox:replaced", "POST", "/v1/service/service", body).status, 401);
}

#[test]
fn allowed_hosts_are_names_without_scheme_and_port() {
    for hosts in [json!("a.com"), json!([1]), json!([""]), json!(["http://a.com"]), json!(["a.com:80"]), json!(["a b"])]
    {
        assert!(error(json!({ "allowedHosts": hosts })).starts_with("allowedHosts: expected"), "{hosts}");
    }
}
